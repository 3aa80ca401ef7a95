package dev.reassembly.report;

import dev.reassembly.front.Comparison;
import dev.reassembly.front.Cost;
import dev.reassembly.front.CostScale;
import dev.reassembly.front.FrontResult;
import dev.reassembly.front.FrontResult.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The zoo's networks and the delivered ones on the plane of cost and test metric, once by FLOPs and once by parameters, with standard errors,
 * both Pareto fronts as stairs and the budgets as lines; above them the best metrics at each budget.
 */
public final class FrontPlot {
    private static final double WIDTH = Plot.LEGEND + 250;
    private static final String ZOO = Palette.MUTED;

    private final FrontResult front;
    private final Cost cost;
    private final List<Network> delivered;
    private final Plot plot;

    private FrontPlot(FrontResult front, Cost cost) {
        this.front = front;
        this.cost = cost;
        delivered = front.budgets().stream().map(FrontResult.Budget::network).filter(Objects::nonNull).toList();
        List<Network> all = new ArrayList<>(front.parents());
        all.addAll(delivered);
        List<Double> costs = new ArrayList<>(all.stream().map(network -> (double) cost.of(network)).toList());
        front.budgets().forEach(budget -> costs.add(Objects.requireNonNullElse(budget.bounds().get(cost.key()), costs.get(0))));
        double least = all.stream().mapToDouble(n -> n.metric() - n.standardError()).min().orElseThrow();
        double most = all.stream().mapToDouble(n -> n.metric() + n.standardError()).max().orElseThrow();
        double margin = 0.05 * (most - least) + 1e-3;
        plot = Plot.byDoublings("Metric by " + cost.key(), cost == Cost.FLOPS ? "FLOPs (multiply-accumulates), by doublings" : "parameters, by doublings",
                front.metric() + ", test", new double[] {costs.stream().mapToDouble(c -> c).min().orElseThrow(),
                    costs.stream().mapToDouble(c -> c).max().orElseThrow()},
                new double[] {Math.max(0, least - margin), Math.min(1, most + margin)}, all.size() + 4);
    }

    public static String draw(FrontResult front) {
        FrontPlot flops = new FrontPlot(front, Cost.FLOPS);
        FrontPlot parameters = new FrontPlot(front, Cost.PARAMETERS);
        Optional<Svg> stairs = BudgetStairs.draw(front);
        double top = stairs.isPresent() ? Plot.TOP + Plot.HEIGHT + 60 : 0;
        Svg all = new Svg(WIDTH, top + flops.plot.height + parameters.plot.height, "Delivered networks and the zoo's by cost and metric");
        stairs.ifPresent(svg -> all.below(0, svg));
        return all.below(top, flops.drawn()).below(top + flops.plot.height, parameters.drawn()).toString();
    }

    /** The line of a budget. */
    static void budget(Plot plot, double cost, String name) {
        double at = plot.across(cost);
        plot.svg.line(at, Plot.TOP, at, Plot.TOP + Plot.HEIGHT, Palette.ACCENT, 1, "2 4");
        plot.svg.text(at - 4, Plot.TOP + 4, "end", Palette.ACCENT, -90, name);
    }

    private Svg drawn() {
        for (FrontResult.Budget budget : front.budgets()) {
            Double bound = budget.bounds().get(cost.key());
            if (bound != null) {
                budget(plot, bound, budget.name());
            }
        }
        Comparison comparison = front.comparison(cost, CostScale.LOG2);
        stairs(front.parents(), comparison.parents(), ZOO, "6 3");
        stairs(delivered, comparison.delivered(), Palette.INK, "");
        double y = Plot.TOP + 8;
        for (int i = 0; i < front.parents().size(); i++, y += 18) {
            Network parent = front.parents().get(i);
            // Larger, so that one that is delivered itself shows around that.
            point(parent, 8, "#ffffff", Palette.of(i), parent.name());
            legend(y, "#ffffff", Palette.of(i), parent.name());
        }
        int colour = front.parents().size();
        for (FrontResult.Budget budget : front.budgets()) {
            if (budget.network() != null) {
                point(budget.network(), 5, Palette.of(colour), Palette.INK, "delivered for " + budget.name());
                legend(y, Palette.of(colour), Palette.INK, "delivered for " + budget.name());
                colour++;
                y += 18;
            }
        }
        key(y, ZOO, "6 3", "Pareto front of the zoo");
        key(y + 18, Palette.INK, "", "Pareto front delivered");
        return plot.svg;
    }

    private void point(Network network, double radius, String fill, String stroke, String what) {
        double x = plot.across(cost.of(network));
        double low = plot.y.at(network.metric() - network.standardError());
        double high = plot.y.at(network.metric() + network.standardError());
        plot.svg.line(x, low, x, high, stroke, 1.5, "").line(x - 4, low, x + 4, low, stroke, 1.5, "").line(x - 4, high, x + 4, high, stroke, 1.5, "");
        plot.svg.circle(x, plot.y.at(network.metric()), radius, fill, stroke, what + ": " + Figures.metric(network.metric()) + " ± "
                + Figures.metric(network.standardError()) + ", " + Figures.si(cost.of(network)));
    }

    private void legend(double y, String fill, String stroke, String what) {
        plot.svg.circle(Plot.LEGEND, y, 5, fill, stroke, "");
        plot.svg.text(Plot.LEGEND + 12, y + 4, "start", Palette.INK, what);
    }

    private void key(double y, String stroke, String dashes, String what) {
        plot.svg.line(Plot.LEGEND - 8, y, Plot.LEGEND + 8, y, stroke, 2, dashes);
        plot.svg.text(Plot.LEGEND + 12, y + 4, "start", Palette.INK, what);
    }

    /** The best metric at each cost: it rises where a network of the front lies, and stays until the next and the axis' end. */
    private void stairs(List<Network> networks, List<String> names, String stroke, String dashes) {
        List<Network> steps = names.stream().map(name -> networks.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow()).toList();
        if (steps.isEmpty()) {
            return;
        }
        double[] xs = new double[2 * steps.size()];
        double[] ys = new double[2 * steps.size()];
        for (int i = 0; i < steps.size(); i++) {
            xs[2 * i] = plot.across(cost.of(steps.get(i)));
            xs[2 * i + 1] = i + 1 < steps.size() ? plot.across(cost.of(steps.get(i + 1))) : Plot.LEFT + Plot.WIDTH;
            ys[2 * i] = plot.y.at(steps.get(i).metric());
            ys[2 * i + 1] = ys[2 * i];
        }
        plot.svg.polyline(xs, ys, stroke, 1.5, dashes);
    }
}
