package dev.reassembly.operator.status;

import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.operator.observe.Run;
import java.util.Locale;

/**
 * What a run means for the condition Succeeded.
 *
 * @param status True, False or Unknown
 */
record Verdict(String status, Reason reason, String message) {
    /** A step's exit status for a mistake in what it was given. */
    private static final int USER_ERROR = 2;

    static Verdict of(Run run) {
        return switch (run.phase()) {
            case Pending -> run.suspended() ? suspended(run) : new Verdict(Conditions.UNKNOWN, Reason.Pending, "The workflow waits to be started by Argo.");
            case Running -> run.suspended() ? suspended(run) : running(run);
            case Succeeded -> new Verdict(Conditions.TRUE, Reason.Delivered,
                    run.summary().map(RunSummary::message).orElse("The network was delivered."));
            case Failed, Error -> failed(run);
        };
    }

    private static Verdict suspended(Run run) {
        return new Verdict(Conditions.UNKNOWN, Reason.Suspended, "Suspended: running pods finish, no new ones start. Set spec.suspend to false to go on.");
    }

    private static Verdict running(Run run) {
        return new Verdict(Conditions.UNKNOWN, Reason.Running, run.stage() == null ? "The workflow is running." : "Step " + run.stage() + " is running.");
    }

    private static Verdict failed(Run run) {
        String whole = run.message() == null ? "" : run.message();
        if (whole.startsWith("Stopped with strategy")) {
            return failure(Reason.Stopped, "The workflow was stopped: " + whole);
        }
        if (whole.toLowerCase(Locale.ROOT).contains("deadline")) {
            return failure(Reason.DeadlineExceeded, "The run took longer than spec.activeDeadlineSeconds.");
        }
        return run.failure().map(step -> step.exitCode() != null && step.exitCode() == USER_ERROR
                        ? failure(Reason.UserError, "Step " + step.step() + " refused its input: " + step.message())
                        : failure(Reason.StepFailed, "Step " + step.step() + " failed: " + step.message()))
                .orElseGet(() -> failure(Reason.StepFailed, whole.isEmpty() ? "The workflow failed." : "The workflow failed: " + whole));
    }

    private static Verdict failure(Reason reason, String message) {
        return new Verdict(Conditions.FALSE, reason, message);
    }
}
