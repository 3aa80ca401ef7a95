package dev.reassembly.report;

import dev.reassembly.study.Study;
import dev.reassembly.study.Trial;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Networks on the plane of a score and the metric after training. */
public final class ScatterPlot {
    private ScatterPlot() {}

    /** @param series position of its series in those of the panel */
    public record Dot(double x, double y, int series, String tooltip) {}

    /**
     * One plane.
     *
     * @param series names, each with a colour of its own
     */
    public record Panel(String xLabel, String yLabel, List<String> series, List<Dot> dots) {}

    /** The panels one below the other, as one SVG picture. */
    public static String draw(String title, List<Panel> panels) {
        return Plot.stacked(title, panels.stream().map(panel -> plot(title, panel)).toList());
    }

    /**
     * A study's networks, a colour a seed.
     *
     * @param score null or not finite where there is none: such a network is left out
     */
    static String draw(Study study, String name, Function<Trial, Double> score) {
        List<Dot> dots = study.trials().stream().filter(trial -> !study.dropped().contains(trial.assembly()))
                .filter(trial -> score.apply(trial) != null && Double.isFinite(score.apply(trial)))
                .map(trial -> new Dot(score.apply(trial), trial.test(), study.seeds().indexOf(trial.seed()), trial.assembly() + ", seed "
                        + trial.seed() + ": "
                        + Figures.plain(score.apply(trial)) + ", " + Figures.metric(trial.test()))).toList();
        List<String> seeds = study.seeds().stream().map(seed -> "seed " + seed).toList();
        return plot(name + " and " + study.metric(), new Panel(name, study.metric() + ", test", seeds, dots)).svg.toString();
    }

    private static Plot plot(String title, Panel panel) {
        Plot plot = new Plot(title, panel.xLabel(), panel.yLabel(), range(panel.dots(), Dot::x), range(panel.dots(), Dot::y), ScatterPlot::tick,
                panel.series().size());
        for (Dot dot : panel.dots()) {
            String colour = Palette.of(dot.series());
            plot.svg.circle(plot.x.at(dot.x()), plot.y.at(dot.y()), 4, colour, colour, dot.tooltip());
        }
        for (int s = 0; s < panel.series().size(); s++) {
            plot.svg.circle(Plot.LEGEND, Plot.TOP + 8 + s * 18, 4, Palette.of(s), Palette.of(s), "");
            plot.svg.text(Plot.LEGEND + 12, Plot.TOP + 12 + s * 18, "start", Palette.INK, panel.series().get(s));
        }
        return plot;
    }

    private static String tick(double value) {
        return Math.abs(value) >= 1000 ? Figures.si(value) : Figures.plain(value);
    }

    private static double[] range(List<Dot> dots, ToDoubleFunction<Dot> of) {
        var statistics = dots.stream().mapToDouble(of).summaryStatistics();
        return statistics.getCount() == 0 ? new double[] {0, 1} : new double[] {statistics.getMin(), statistics.getMax()};
    }
}
