package dev.reassembly.report;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Trained candidates and parents on the plane of cost and validation metric, with the budget as a line. */
final class ParetoPlot {
    private ParetoPlot() {}

    static String draw(Candidates candidates, List<FineTuneResult> curves, Map<String, Double> budget, String published, String metric) {
        Map<String, FineTuneResult> results = curves.stream().filter(r -> r.diverged() == null)
                .collect(Collectors.toMap(FineTuneResult::candidate, r -> r));
        List<Assembly> trained = candidates.chosen().stream().map(Candidates.Candidate::assembly)
                .filter(a -> results.containsKey(a.name())).toList();
        // The axis is a resource that the budget bounds, so that the line means something.
        boolean byParameters = !budget.containsKey("flops") && budget.containsKey("parameters");
        String key = byParameters ? "parameters" : "flops";
        double[] xs = trained.stream().mapToDouble(a -> byParameters ? a.parameters() : a.flops()).toArray();
        double[] ys = trained.stream().mapToDouble(a -> results.get(a.name()).bestMetric()).toArray();
        Plot plot = new Plot("Candidates by cost and metric", byParameters ? "parameters" : "FLOPs (multiply-accumulates)",
                metric + ", validation", range(xs, budget.get(key)), shares(ys), Figures::si, trained.size() + 2);
        if (budget.containsKey(key)) {
            double at = plot.x.at(budget.get(key));
            plot.svg.line(at, Plot.TOP, at, Plot.TOP + Plot.HEIGHT, Palette.ACCENT, 1.5, "5 4");
            plot.svg.text(at + 5, Plot.TOP + 12, "start", Palette.ACCENT, "budget");
        }
        for (int i = 0; i < trained.size(); i++) {
            Assembly a = trained.get(i);
            boolean parent = a.kind() != Assembly.Kind.ASSEMBLY;
            String fill = parent ? "#ffffff" : Palette.of(i);
            String tip = a.name() + ": " + Figures.metric(ys[i]) + ", " + Figures.si(xs[i]);
            plot.svg.circle(plot.x.at(xs[i]), plot.y.at(ys[i]), a.name().equals(published) ? 8 : 5, fill, Palette.of(i), tip);
            plot.svg.circle(Plot.LEGEND, Plot.TOP + 8 + i * 18, 5, fill, Palette.of(i), "");
            plot.svg.text(Plot.LEGEND + 12, Plot.TOP + 12 + i * 18, "start", Palette.INK,
                    a.name() + (a.name().equals(published) ? " (published)" : ""));
        }
        return plot.svg.toString();
    }

    /** Metrics end at 1. */
    private static double[] shares(double[] values) {
        double[] range = range(values, null);
        return new double[] {range[0], Math.min(1, range[1])};
    }

    private static double[] range(double[] values, Double also) {
        double min = also == null ? Double.POSITIVE_INFINITY : also;
        double max = also == null ? Double.NEGATIVE_INFINITY : also;
        for (double value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double margin = (max - min) * 0.05;
        return new double[] {Math.max(0, min - margin), max + margin};
    }
}
