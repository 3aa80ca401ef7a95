package dev.reassembly.publish;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.model.compose.BlockRef;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came out, in sentences that sell neither a loss nor chance as a win. */
public final class Verdict {
    private Verdict() {}

    /** Two or three sentences. */
    public static String of(RunResult result) {
        String metric = String.format(Locale.ROOT, "%s %.4f", result.metricName(), result.metric());
        if (result.withheld()) {
            return "Nothing is published: of all that fit the budget " + network(result) + (result.rival() == null ? " was best on validation" : " is kept")
                    + " (" + metric + " on the test split), and spec.output.publishPolicy is OnlyIfBetter."
                    + (result.rival() == null ? "" : notClear(result.rival()) + ".");
        }
        String beaten = result.kind() == Assembly.Kind.ASSEMBLY || result.rival() != null ? "" : ", which no assembly beat on validation,";
        return "Published is " + network(result) + beaten + (result.withinBudget() ? " within the budget: " : " OUTSIDE the budget: ") + metric + ". "
                + lead(result) + rival(result);
    }

    /** One word or two for a table's row: what was published. */
    public static String kind(RunResult result) {
        return word(result.kind());
    }

    private static String network(RunResult result) {
        BlockRef first = result.assembly().get(0);
        return switch (result.kind()) {
            case ASSEMBLY -> "an assembly of blocks of "
                    + result.assembly().stream().map(BlockRef::model).distinct().collect(Collectors.joining(" and "));
            case PARENT -> "the whole network " + first.model();
            case DISTILLED_PARENT -> "the whole network " + first.model() + ", taught by the best of the zoo";
            case STITCHED_PARENT -> "the network " + first.model() + " with a stitch inside";
            case TRUNCATED_PARENT -> "the first " + first.to() + " layers of " + first.model();
        };
    }

    private static String lead(RunResult result) {
        Lead lead = result.lead();
        if (lead == null) {
            return "No network of the zoo fits the budget by itself.";
        }
        String best = "the best network of the zoo that fits";
        if (result.kind() == Assembly.Kind.PARENT && lead.over().equals(result.assembly().get(0).model())) {
            return "It is " + best + ".";
        }
        return lead.clear()
                ? String.format(Locale.ROOT, "That is %.2f points %s than %s, %s (standard error of the difference %.2f).", Math.abs(lead.points()),
                        lead.points() > 0 ? "better" : "worse", best, lead.over(), lead.standardError())
                : String.format(Locale.ROOT, "There is no clear difference to %s, %s: %+.2f points, standard error %.2f.", best, lead.over(),
                        lead.points(), lead.standardError());
    }

    private static String rival(RunResult result) {
        RunResult.Rival rival = result.rival();
        if (rival == null) {
            return "";
        }
        if (result.policy() != PublishPolicy.BestAssembly && result.kind() == Assembly.Kind.PARENT) {
            return notClear(rival) + ": a whole network is kept unless the odds are two to one that another is better.";
        }
        return String.format(Locale.ROOT, " On validation %s (%s) was %.2f points better, but %s.", rival.name(), word(rival.kind()),
                rival.points(), result.policy() == PublishPolicy.BestAssembly ? "spec.output.publishPolicy is BestAssembly"
                        : "spec.assembly.includeParents is false");
    }

    private static String notClear(RunResult.Rival rival) {
        return String.format(Locale.ROOT, " On validation %s (%s) was %.2f points better, standard error %.2f", rival.name(), word(rival.kind()),
                rival.points(), rival.standardError());
    }

    private static String word(Assembly.Kind kind) {
        return switch (kind) {
            case ASSEMBLY -> "assembly";
            case PARENT -> "whole network";
            case DISTILLED_PARENT -> "taught network";
            case STITCHED_PARENT -> "network with a stitch";
            case TRUNCATED_PARENT -> "truncated network";
        };
    }
}
