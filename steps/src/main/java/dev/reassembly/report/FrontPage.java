package dev.reassembly.report;

import dev.reassembly.front.Comparison;
import dev.reassembly.front.Cost;
import dev.reassembly.front.CostScale;
import dev.reassembly.front.FrontResult;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The front of a run with several budgets as one static HTML page without scripts or outside references. */
public final class FrontPage {
    private FrontPage() {}

    /** @return the whole page */
    public static String html(FrontResult front) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%1$s - model reassembly</title>
                <style>%2$s</style></head><body>
                <h1>%1$s</h1>
                <p class="verdict">%3$s</p>
                %4$s%10$s
                <p class="muted">Metrics on %5$d test examples, ± their standard errors. The lead is over the best network of the zoo that keeps
                the budget by itself; within two standard errors it is no clear difference. FLOPs are multiply-accumulates of convolutions and
                matrix products for one sample.</p>
                <h2>Front</h2>%6$s
                <p class="muted">Stairs lead through the networks that no other beats in both cost and metric. Dotted lines are budgets.</p>
                <h2>The zoo</h2>%7$s
                <h2>Hypervolume</h2>%8$s
                <p class="muted">The area between a front and a corner, which lies at the metric of guessing (%9$s) and at the largest cost among the zoo's
                networks, the delivered ones and the budgets: what is no better than guessing, or as dear as the dearest, adds nothing. It is the same
                corner for both fronts. By doublings, an area of 1 is a metric of 1 above guessing at half the cost of the corner. The zoo's front
                was chosen by the test examples shown here, a delivered network by validation before: the gain errs in the zoo's favour.</p>
                </body></html>
                """.formatted(Svg.escape(front.name()), ReportPage.STYLE, Svg.escape(verdict(front)), budgets(front), front.testExamples(),
                FrontPlot.draw(front), parents(front), volumes(front), Figures.plain(front.chance()), unmet(front));
    }

    /** What came out, in a sentence that does not sell a loss as a win. */
    public static String verdict(FrontResult front) {
        long met = front.budgets().stream().filter(budget -> budget.network() != null).count();
        Comparison comparison = front.comparison(Cost.FLOPS, CostScale.LOG2);
        return String.format(Locale.ROOT, "Delivered are networks for %d of %d budgets. By doublings of FLOPs, the hypervolume of their front is %s.", met,
                front.budgets().size(), gain(comparison));
    }

    private static String gain(Comparison comparison) {
        Double gain = comparison.gainPercent();
        if (gain == null) {
            return String.format(Locale.ROOT, "%.4f, and that of the zoo's networks is 0", comparison.deliveredVolume());
        }
        return String.format(Locale.ROOT, gain >= 0 ? "%.1f %% larger than that of the zoo's networks" : "%.1f %% smaller than that of the zoo's networks",
                Math.abs(gain));
    }

    private static HtmlTable budgets(FrontResult front) {
        HtmlTable table = new HtmlTable("budget", "at most", "network", front.metric(), "FLOPs", "parameters", "lead, points");
        for (FrontResult.Budget budget : front.budgets()) {
            FrontResult.Network network = budget.network();
            if (network == null) {
                table.row("", budget.name(), bounds(budget.bounds()), "none", "", "", "", "");
            } else {
                table.row("published", budget.name(), bounds(budget.bounds()), network.name(), metric(network), Figures.si(network.flops()),
                        Figures.si(network.parameters()), points(budget));
            }
        }
        return table;
    }

    private static String unmet(FrontResult front) {
        return front.budgets().stream().filter(budget -> budget.unmet() != null)
                .map(budget -> "<p>Budget " + Svg.escape(budget.name()) + " is not met: " + Svg.escape(budget.unmet()) + ".</p>").collect(Collectors.joining());
    }

    /** A lead in points with its sign and standard error; a dash where no network of the zoo fits. */
    public static String points(FrontResult.Budget budget) {
        return budget.lead() == null ? "-" : String.format(Locale.ROOT, "%+.2f ± %.2f", 100 * budget.lead(), 100 * budget.leadStandardError());
    }

    private static String bounds(Map<String, Double> bounds) {
        return bounds.entrySet().stream().map(bound -> switch (bound.getKey()) {
            case "parameters" -> Figures.si(bound.getValue()) + " parameters";
            case "flops" -> Figures.si(bound.getValue()) + " FLOPs";
            case "latencyMs" -> Figures.ms(bound.getValue());
            default -> Figures.si(bound.getValue()) + "B";
        }).collect(Collectors.joining(", "));
    }

    private static HtmlTable parents(FrontResult front) {
        HtmlTable table = new HtmlTable("network", front.metric(), "FLOPs", "parameters");
        for (FrontResult.Network parent : front.parents()) {
            table.row("", parent.name(), metric(parent), Figures.si(parent.flops()), Figures.si(parent.parameters()));
        }
        return table;
    }

    private static String metric(FrontResult.Network network) {
        return Figures.metric(network.metric()) + " ± " + Figures.metric(network.standardError());
    }

    private static HtmlTable volumes(FrontResult front) {
        HtmlTable table = new HtmlTable("by", "corner", "of the zoo", "delivered", "gain");
        for (Comparison c : front.comparisons()) {
            table.row("", (c.scale() == CostScale.LOG2 ? "doublings of " : "") + (c.cost() == Cost.FLOPS ? "FLOPs" : "parameters"),
                    Figures.si(c.reference().cost()), volume(c.scale(), c.parentsVolume()), volume(c.scale(), c.deliveredVolume()), c.gainPercent() == null ? "-" : String.format(Locale.ROOT, "%+.1f %%", c.gainPercent()));
        }
        return table;
    }

    private static String volume(CostScale scale, double volume) {
        return scale == CostScale.LOG2 ? Figures.metric(volume) : Figures.si(volume);
    }
}
