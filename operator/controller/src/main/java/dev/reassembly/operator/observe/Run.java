package dev.reassembly.operator.observe;

import dev.reassembly.operator.workflow.Workflow;
import dev.reassembly.operator.workflow.WorkflowObservation;

/**
 * A Workflow and what it says of itself.
 *
 * @param workflow its name
 * @param suspended whether its spec says suspend
 */
public record Run(String workflow, boolean suspended, WorkflowObservation said) {

    /** Argo's phases. */
    public enum Phase {
        Pending, Running, Succeeded, Failed, Error
    }

    public static Run of(Workflow workflow) {
        return new Run(workflow.getMetadata().getName(), Boolean.TRUE.equals(workflow.getSpec().getSuspend()), WorkflowObservation.of(workflow));
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
