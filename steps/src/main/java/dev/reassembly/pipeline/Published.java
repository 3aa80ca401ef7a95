package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus.Delivery;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus.Lead;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus.Network;
import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a run came to and where.
 *
 * @param name of the candidate that was published, or would have been
 * @param card address of the model card, null when nothing was published
 * @param report address of the report
 */
public record Published(RunResult result, String name, String card, String report) implements RunOutcome {
    @Override
    public RunSummary summary() {
        RunResult.Model model = result.model();
        Network baseline = RunResult.bestFitting(result.parents())
                .map(p -> new Network(p.name(), kind(Assembly.Kind.PARENT), rounded(p.metric(), 4), p.parameters(), p.flops(), p.latencyMs())).orElse(null);
        if (result.withheld()) {
            return new RunSummary(RunSummary.Outcome.NothingBetter, null, baseline, null, new Delivery(null, null, null, report), null, Verdict.of(result));
        }
        return new RunSummary(RunSummary.Outcome.Delivered, new Network(name, kind(result.kind()), rounded(result.metric(), 4), model.parameters(), model.flops(),
                model.latencyMs()), baseline, lead(result), new Delivery(model.uri(), model.sha256(), model.bytes(), report), null, Verdict.of(result));
    }

    static Lead lead(RunResult result) {
        return result.lead() == null ? null : new Lead(rounded(result.lead().points(), 2), rounded(result.lead().standardError(), 2));
    }

    static String kind(Assembly.Kind kind) {
        return switch (kind) {
            case ASSEMBLY -> "Assembly";
            case PARENT -> "Parent";
            case DISTILLED_PARENT -> "DistilledParent";
            case STITCHED_PARENT -> "StitchedParent";
            case TRUNCATED_PARENT -> "TruncatedParent";
        };
    }

    static double rounded(double value, int decimals) {
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).doubleValue();
    }
}
