package dev.reassembly.report;

import dev.reassembly.study.Study;
import dev.reassembly.study.Trial;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Networks on the plane of a score and the metric after training, a colour a seed. */
final class ScatterPlot {
    private ScatterPlot() {}

    /** @param score null or not finite where there is none: such a network is left out */
    static String draw(Study study, String name, Function<Trial, Double> score) {
        List<Trial> shown = study.trials().stream().filter(trial -> !study.dropped().contains(trial.assembly()))
                .filter(trial -> score.apply(trial) != null && Double.isFinite(score.apply(trial))).toList();
        Plot plot = new Plot(name + " and " + study.metric(), name, study.metric() + ", test", range(shown.stream().map(score)),
                range(shown.stream().map(Trial::test)), ScatterPlot::tick, study.seeds().size());
        for (Trial trial : shown) {
            String colour = Palette.of(study.seeds().indexOf(trial.seed()));
            plot.svg.circle(plot.x.at(score.apply(trial)), plot.y.at(trial.test()), 4, colour, colour, trial.assembly() + ", seed " + trial.seed() + ": "
                    + Figures.plain(score.apply(trial)) + ", " + Figures.metric(trial.test()));
        }
        for (int s = 0; s < study.seeds().size(); s++) {
            plot.svg.circle(Plot.LEGEND, Plot.TOP + 8 + s * 18, 4, Palette.of(s), Palette.of(s), "");
            plot.svg.text(Plot.LEGEND + 12, Plot.TOP + 12 + s * 18, "start", Palette.INK, "seed " + study.seeds().get(s));
        }
        return plot.svg.toString();
    }

    private static String tick(double value) {
        return Math.abs(value) >= 1000 ? Figures.si(value) : Figures.plain(value);
    }

    private static double[] range(Stream<Double> values) {
        var statistics = values.mapToDouble(Double::doubleValue).summaryStatistics();
        return statistics.getCount() == 0 ? new double[] {0, 1} : new double[] {statistics.getMin(), statistics.getMax()};
    }
}
