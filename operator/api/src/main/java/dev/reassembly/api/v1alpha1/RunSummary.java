package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the last step hands to the operator, small enough for a workflow's parameter.
 *
 * @param outcome what the run came to; null, as from steps that knew no other, is {@code Delivered}
 * @param best the delivered network, with several budgets the best of the delivered ones; null when nothing was better than the zoo
 * @param baseline the best network of the zoo within the budget, or null when none fits
 * @param lead of best over baseline; null when one of them is
 * @param output where the delivery lies, and its digest; with nothing delivered the report alone
 * @param front with several budgets what was delivered for each, otherwise null
 * @param message one sentence: what was published, and how it compares with the baseline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(Outcome outcome, ModelReassemblyStatus.Network best, ModelReassemblyStatus.Network baseline, ModelReassemblyStatus.Lead lead,
        ModelReassemblyStatus.Delivery output, List<ModelReassemblyStatus.FrontPoint> front, String message) {
    public static final RunSummary NONE = new RunSummary(null, null, null, null, null, null, null);

    public enum Outcome {
        Delivered,
        /** A whole network of the zoo was best, and {@code spec.output.publishPolicy} asks for something better. */
        NothingBetter
    }
}
