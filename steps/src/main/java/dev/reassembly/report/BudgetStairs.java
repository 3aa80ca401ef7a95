package dev.reassembly.report;

import dev.reassembly.front.AtBudgets;
import dev.reassembly.front.FrontResult;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The best metric at each budget, of the zoo's networks and of the delivered ones, as two stairs up to the corner of their areas. */
final class BudgetStairs {
    private final AtBudgets budgets;
    private final double unit;
    private final Plot plot;

    private BudgetStairs(AtBudgets budgets, String metric, double least, double most) {
        this.budgets = budgets;
        boolean latency = budgets.axis().cost().equals("latencyMs");
        String cost = FrontVerdict.cost(budgets.axis().cost()) + (latency ? " (µs)" : "");
        // Microseconds: ticks are whole numbers.
        unit = latency ? 1000 : 1;
        double margin = 0.05 * (most - least) + 0.01;
        plot = Plot.byDoublings("Best metric at each budget", "budget: " + cost + ", by doublings", metric + ", test",
                new double[] {unit * budgets.steps().get(0).cost(), unit * budgets.reference().cost()},
                new double[] {Math.max(0, least - margin), Math.min(1, most + margin)}, 2);
    }

    /** @return nothing where no budget is kept, or where they bound no cost in common */
    static Optional<Svg> draw(FrontResult front) {
        AtBudgets budgets = front.atBudgets();
        if (budgets == null) {
            return Optional.empty();
        }
        double[] metrics = budgets.steps().stream().flatMap(step -> Stream.of(step.parents(), step.delivered()).filter(Objects::nonNull))
                .mapToDouble(Double::doubleValue).toArray();
        return metrics.length == 0 ? Optional.empty() : Optional.of(new BudgetStairs(budgets, front.metric(),
                DoubleStream.of(metrics).min().orElseThrow(), DoubleStream.of(metrics).max().orElseThrow()).drawn());
    }

    private Svg drawn() {
        for (AtBudgets.Step step : budgets.steps()) {
            FrontPlot.budget(plot, unit * step.cost(), step.budget());
        }
        // Broad and thin, so that both show where they are the same.
        stairs(AtBudgets.Step::parents, Palette.MUTED, 6);
        stairs(AtBudgets.Step::delivered, Palette.INK, 1.5);
        key(Plot.TOP + 8, Palette.MUTED, 6, "best of the zoo");
        key(Plot.TOP + 26, Palette.INK, 1.5, "best delivered");
        return plot.svg;
    }

    private void stairs(Function<AtBudgets.Step, Double> best, String stroke, double width) {
        AtBudgets.Step[] steps = budgets.steps().stream().filter(step -> best.apply(step) != null).toArray(AtBudgets.Step[]::new);
        double[] xs = new double[2 * steps.length];
        double[] ys = new double[2 * steps.length];
        for (int i = 0; i < steps.length; i++) {
            xs[2 * i] = plot.across(unit * steps[i].cost());
            xs[2 * i + 1] = plot.across(unit * (i + 1 < steps.length ? steps[i + 1].cost() : budgets.reference().cost()));
            ys[2 * i] = plot.y.at(best.apply(steps[i]));
            ys[2 * i + 1] = ys[2 * i];
        }
        if (steps.length > 0) {
            plot.svg.polyline(xs, ys, stroke, width, "");
        }
    }

    private void key(double y, String stroke, double width, String what) {
        plot.svg.line(Plot.LEGEND - 8, y, Plot.LEGEND + 8, y, stroke, width, "");
        plot.svg.text(Plot.LEGEND + 12, y + 4, "start", Palette.INK, what);
    }
}
