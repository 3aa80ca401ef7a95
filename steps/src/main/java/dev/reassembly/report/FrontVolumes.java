package dev.reassembly.report;

import dev.reassembly.front.Afterwards;
import dev.reassembly.front.AtBudgets;
import dev.reassembly.front.Comparison;
import dev.reassembly.front.CostScale;
import dev.reassembly.front.FrontResult;
import java.util.Locale;

/** How the delivered front compares with the zoo's, as tables: the comparison that counts first. */
final class FrontVolumes {
    private FrontVolumes() {}

    /** Hypervolumes at the budgets, afterwards, and at the networks' own costs. */
    static HtmlTable table(FrontResult front) {
        HtmlTable table = new HtmlTable("compared", "corner", "of the zoo", "delivered", "gain");
        AtBudgets budgets = front.atBudgets();
        if (budgets != null) {
            String cost = budgets.axis().cost();
            table.row("published", "at the budgets, doublings of " + FrontVerdict.cost(cost), bound(cost, budgets.reference().cost()),
                    Figures.metric(budgets.parentsVolume()), Figures.metric(budgets.deliveredVolume()), gain(budgets.gainPercent()));
        }
        Afterwards afterwards = front.afterwards();
        table.row("", "with the zoo's own, doublings of " + FrontVerdict.cost(afterwards.cost().key()),
                Figures.si(afterwards.reference().cost()), Figures.metric(afterwards.parentsVolume()), Figures.metric(afterwards.volume()),
                gain(afterwards.gainPercent()));
        for (Comparison c : front.comparisons()) {
            table.row("", "at own costs, " + (c.scale() == CostScale.LOG2 ? "doublings of " : "") + FrontVerdict.cost(c.cost().key()),
                    Figures.si(c.reference().cost()), volume(c.scale(), c.parentsVolume()), volume(c.scale(), c.deliveredVolume()),
                    gain(c.gainPercent()));
        }
        return table;
    }

    /** Both stairs over the budgets; empty when there are none. */
    static String stairs(FrontResult front) {
        AtBudgets budgets = front.atBudgets();
        if (budgets == null) {
            return "";
        }
        HtmlTable table = new HtmlTable("at", "allows", "best of the zoo", "best delivered");
        for (AtBudgets.Step step : budgets.steps()) {
            table.row("", step.budget(), bound(budgets.axis().cost(), step.cost()), metric(step.parents()), metric(step.delivered()));
        }
        return table.toString();
    }

    /** A bound with its unit. */
    static String bound(String key, double value) {
        return switch (key) {
            case "parameters" -> Figures.si(value) + " parameters";
            case "flops" -> Figures.si(value) + " FLOPs";
            case "latencyMs" -> Figures.ms(value);
            default -> Figures.si(value) + "B";
        };
    }

    private static String metric(Double metric) {
        return metric == null ? "-" : Figures.metric(metric);
    }

    private static String gain(Double gain) {
        return gain == null ? "-" : String.format(Locale.ROOT, "%+.1f %%", gain);
    }

    private static String volume(CostScale scale, double volume) {
        return scale == CostScale.LOG2 ? Figures.metric(volume) : Figures.si(volume);
    }
}
