package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the last step hands to the operator, small enough for a workflow's parameter.
 *
 * @param best the delivered network; with several budgets the best of the delivered ones
 * @param baseline the best network of the zoo within the budget, or null when none fits
 * @param output where the delivery lies, and its digest
 * @param front with several budgets what was delivered for each, otherwise null
 * @param message one sentence: what was published, and how it compares with the baseline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(ModelReassemblyStatus.Network best, ModelReassemblyStatus.Network baseline, ModelReassemblyStatus.Delivery output,
        List<ModelReassemblyStatus.FrontPoint> front, String message) {}
