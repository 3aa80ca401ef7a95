package dev.reassembly.operator.observe;

import dev.reassembly.operator.workflow.Workflow;
import dev.reassembly.operator.workflow.WorkflowObservation;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;

/**
 * A Workflow and what it says of itself.
 *
 * @param workflow its name
 * @param suspended whether its spec says suspend
 * @param overdue whether it ended no earlier than its deadline; Argo says so of pods at best, in words that differ
 */
public record Run(String workflow, boolean suspended, boolean overdue, WorkflowObservation said) {

    /** Argo's phases. */
    public enum Phase {
        Pending, Running, Succeeded, Failed, Error
    }

    public static Run of(Workflow workflow) {
        return new Run(workflow.getMetadata().getName(), Boolean.TRUE.equals(workflow.getSpec().getSuspend()), overdue(workflow),
                WorkflowObservation.of(workflow));
    }

    private static boolean overdue(Workflow workflow) {
        Long deadline = workflow.getSpec().getActiveDeadlineSeconds();
        IoArgoprojWorkflowV1alpha1WorkflowStatus status = workflow.getStatus();
        return deadline != null && status != null && status.getStartedAt() != null && status.getFinishedAt() != null
                && !status.getFinishedAt().isBefore(status.getStartedAt().plusSeconds(deadline));
    }

    /** A Workflow that Argo has not seen yet has no phase, which counts as pending. */
    public Phase phase() {
        return said.phase() == null || said.phase().isEmpty() ? Phase.Pending : Phase.valueOf(said.phase());
    }

    /** Whether the run has ended. */
    public boolean isOver() {
        return phase() != Phase.Pending && phase() != Phase.Running;
    }
}
