package dev.reassembly.report;

import dev.reassembly.front.Afterwards;
import dev.reassembly.front.AtBudgets;
import dev.reassembly.front.FrontResult;
import java.util.Locale;

/** What came out of a run with several budgets, in sentences that do not sell a loss as a win. */
public final class FrontVerdict {
    private FrontVerdict() {}

    /** Budgets met; the comparison at the budgets, where they bound a cost in common; what the run added. */
    public static String of(FrontResult front) {
        long met = front.budgets().stream().filter(budget -> budget.network() != null).count();
        return String.format(Locale.ROOT, "Delivered are networks for %d of %d budgets. %s %s", met, front.budgets().size(), compared(front),
                added(front.afterwards()));
    }

    private static String compared(FrontResult front) {
        AtBudgets budgets = front.atBudgets();
        if (budgets == null) {
            return "The budgets bound no cost in common, so nothing is compared at them.";
        }
        String cost = cost(budgets.axis().cost());
        return "At the budgets asked for, by doublings of " + cost + ", the hypervolume of what was delivered is "
                + gain(budgets.gainPercent(), budgets.deliveredVolume()) + "." + (budgets.axis().ordered() ? "" : " " + disorder(cost));
    }

    private static String disorder(String cost) {
        return "The budgets are ranked by " + cost + ", though their other bounds follow another order.";
    }

    private static String added(Afterwards afterwards) {
        String cost = cost(afterwards.cost().key());
        Double gain = afterwards.gainPercent();
        if (gain == null) {
            return String.format(Locale.ROOT, "Zoo and delivered networks together, at their own %s, have %.4f, and the zoo alone 0.", cost,
                    afterwards.volume());
        }
        return gain < 0.05 ? "To the zoo's networks at their own " + cost + " the run added nothing."
                : String.format(Locale.ROOT, "To the zoo's networks at their own %s the run added %.1f %%.", cost, gain);
    }

    private static String gain(Double gain, double delivered) {
        if (gain == null) {
            return String.format(Locale.ROOT, "%.4f, and that of the zoo's networks is 0", delivered);
        }
        return Math.abs(gain) < 0.05 ? "the same as that of the zoo's networks" : String.format(Locale.ROOT, gain > 0
                ? "%.1f %% larger than that of the zoo's networks" : "%.1f %% smaller than that of the zoo's networks", Math.abs(gain));
    }

    /** A cost as people read it. */
    static String cost(String key) {
        return switch (key) {
            case "flops" -> "FLOPs";
            case "latencyMs" -> "latency";
            case "memoryBytes" -> "memory";
            default -> key;
        };
    }
}
