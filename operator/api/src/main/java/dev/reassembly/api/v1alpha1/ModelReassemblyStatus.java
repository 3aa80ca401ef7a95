package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator observed; bounded in size whatever the run's. */
public record ModelReassemblyStatus(
        @JsonPropertyDescription("Generation of the spec that this status speaks of.") Long observedGeneration,
        @Size(max = 8) @JsonPropertyDescription("Accepted, WorkflowCreated, Succeeded.") List<Condition> conditions,
        @JsonPropertyDescription("Name of the child Workflow.") String workflow,
        @JsonPropertyDescription("The attempt that the annotation reassembly.dev/retry last asked for, as in the Workflow's name.") String attempt,
        @JsonPropertyDescription("Finished tasks of the workflow, N/M.") String progress,
        @JsonPropertyDescription("The step that is running.") String stage,
        @JsonPropertyDescription("The delivered network.") Network best,
        @JsonPropertyDescription("The best network of the zoo within the budget, trained alike.") Network baseline,
        @JsonPropertyDescription("How far best leads baseline on the same test examples.") Lead lead,
        @JsonPropertyDescription("What was delivered.") Delivery output,
        @Size(max = 16) @JsonPropertyDescription("With spec.budgets: what was delivered for each, in their order.") List<FrontPoint> front) {

    /** A network's task metric on the test split and its cost. */
    public record Network(String name,
            @JsonPropertyDescription("Assembly, Parent (a whole network of the zoo), DistilledParent (one taught by the best), StitchedParent (one with a stitch inside) or TruncatedParent (the first layers of one).")
            String kind, Double metric, Long parameters, Long flops, Double latencyMs) {}

    /** A difference of two networks' metrics on the same test examples. */
    public record Lead(
            @JsonPropertyDescription("Metric of best minus that of baseline, in hundredths; negative when baseline is better.") Double points,
            @JsonPropertyDescription("Standard error of points, for test examples as pairs; a lead within two of them is no clear difference.")
            Double standardError) {}

    /**
     * What was delivered for one of several budgets; all but its name is absent where nothing was.
     *
     * @param metric task metric on the test split
     * @param lead over the best network of the zoo that fits; absent when none fits
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FrontPoint(String budget, String network, String kind, Double metric, Long flops, Long parameters, Lead lead) {}

    /** Addresses and digest of the delivered files. */
    public record Delivery(String uri, String sha256, Long bytes, String report) {}
}
