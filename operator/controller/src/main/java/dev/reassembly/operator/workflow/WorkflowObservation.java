package dev.reassembly.operator.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.api.v1alpha1.RunSummary;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Outputs;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Parameter;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * What a workflow says of its run.
 *
 * @param phase Argo's word: Pending, Running, Succeeded, Failed or Error; empty before Argo has seen the workflow
 * @param message what Argo says of the whole, or null
 * @param progress finished and known pods, N/M, or null
 * @param stage the first step that still runs, or null when none does or Argo keeps the nodes elsewhere
 * @param summary what the last step handed over; empty too when it cannot be read
 * @param failure the step that failed for good, the first if there are several
 * @param waiting what keeps a pod from starting while none runs
 */
public record WorkflowObservation(String phase, String message, String progress, String stage, Optional<RunSummary> summary,
        Optional<Failure> failure, Optional<Wait> waiting) {
    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * A failed step.
     *
     * @param step the task, for example {@code inspect-minilm-l6}
     * @param exitCode the container's exit status, or null when it did not end by itself
     * @param message the step's sentence, or what Argo says of the pod
     */
    public record Failure(String step, Integer exitCode, String message) {}

    /**
     * A pod that does not start.
     *
     * @param step the command of its step, for example {@code inspect}
     * @param reason what the cluster says, for example that its image cannot be pulled or no node has room
     */
    public record Wait(String step, String reason) {}

    /** A pure function of the workflow. */
    public static WorkflowObservation of(Workflow workflow) {
        IoArgoprojWorkflowV1alpha1WorkflowStatus status = workflow.getStatus();
        if (status == null) {
            return new WorkflowObservation("", null, null, null, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Nodes nodes = Nodes.of(status);
        return new WorkflowObservation(Objects.requireNonNullElse(status.getPhase(), ""), status.getMessage(), status.getProgress(),
                nodes.stage().map(Step::command).orElse(null), summary(status.getOutputs()), nodes.failure(), nodes.waiting());
    }

    private static Optional<RunSummary> summary(IoArgoprojWorkflowV1alpha1Outputs outputs) {
        if (outputs == null || outputs.getParameters() == null) {
            return Optional.empty();
        }
        return outputs.getParameters().stream().filter(parameter -> parameter.getName().equals(StepTemplates.SUMMARY))
                .map(IoArgoprojWorkflowV1alpha1Parameter::getValue).filter(Objects::nonNull).findFirst().flatMap(WorkflowObservation::read);
    }

    private static Optional<RunSummary> read(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, RunSummary.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
