package dev.reassembly.operator.observe;

import dev.reassembly.api.v1alpha1.RunSummary;
import java.util.Optional;

/**
 * What a Workflow says of its run.
 *
 * @param workflow its name
 * @param phase how far it is
 * @param suspended whether its spec says suspend
 * @param progress finished and known tasks, N/M, or null
 * @param stage the step that runs, or null
 * @param message what Argo says of the whole, or null
 * @param summary what the last step handed over
 * @param failure the step that failed first
 */
public record Run(String workflow, Phase phase, boolean suspended, String progress, String stage, String message, Optional<RunSummary> summary,
        Optional<Failure> failure) {

    /** Argo's phases; a new Workflow has none, which counts as pending. */
    public enum Phase {
        Pending, Running, Succeeded, Failed, Error;

        static Phase of(String phase) {
            return phase == null || phase.isEmpty() ? Pending : valueOf(phase);
        }
    }

    /**
     * A failed step.
     *
     * @param exitCode null when the container didn't end by itself
     * @param message the step's sentence, or what Kubernetes says of the pod
     */
    public record Failure(String step, Integer exitCode, String message) {}

    /** Whether the run has ended. */
    public boolean isOver() {
        return phase != Phase.Pending && phase != Phase.Running;
    }
}
