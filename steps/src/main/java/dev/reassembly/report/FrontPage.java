package dev.reassembly.report;

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
                <p class="muted">Above, where there is a cost that all budgets bound: the best metric so far at each. Below, all networks at their own
                costs; stairs lead through those that no other beats in both cost and metric. Dotted lines are budgets.</p>
                <h2>The zoo</h2>%7$s
                <h2>Hypervolume</h2>%8$s%11$s
                <p class="muted">The area between a front and a corner, which lies at the metric of guessing (%9$s) and at a cost that is the same for
                both fronts. By doublings, an area of 1 is a metric of 1 above guessing at half the cost of the corner.</p>
                <p class="muted">At the budgets: a network costs what the smallest budget allows that it keeps, and those that keep none are left out.
                The second table has the best metric so far at each budget. The corner is twice the largest budget, so that this one counts for a
                doubling. Both are the best by the test examples shown here: of all networks of the zoo, and of those delivered, one a budget, which
                validation chose before.</p>
                <p class="muted">With the zoo's own: what is there after the run, the zoo's networks and the delivered ones at their own costs, against
                the zoo's alone. The corner is twice the dearest of them. The gain is what the run added.</p>
                <p class="muted">At own costs: the delivered networks by themselves. The corner is the largest cost among the zoo's networks, the
                delivered ones and the budgets. The zoo wins area here with networks below the smallest budget, and a delivered network by leaving part
                of its budget unused.</p>
                </body></html>
                """.formatted(Svg.escape(front.name()), ReportPage.STYLE, Svg.escape(FrontVerdict.of(front)), budgets(front), front.testExamples(),
                FrontPlot.draw(front), parents(front), FrontVolumes.table(front), Figures.plain(front.chance()), unmet(front),
                FrontVolumes.stairs(front));
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
        return bounds.entrySet().stream().map(bound -> FrontVolumes.bound(bound.getKey(), bound.getValue())).collect(Collectors.joining(", "));
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
}
