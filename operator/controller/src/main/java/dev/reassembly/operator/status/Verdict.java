package dev.reassembly.operator.status;

import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.operator.observe.Run;
import dev.reassembly.operator.workflow.ExitStatus;
import dev.reassembly.operator.workflow.WorkflowObservation;

/**
 * What a run means for the condition Succeeded.
 *
 * @param status True, False or Unknown
 */
record Verdict(String status, Reason reason, String message) {
    static Verdict of(Run run) {
        return switch (run.phase()) {
            case Pending -> run.suspended() ? suspended() : new Verdict(Conditions.UNKNOWN, Reason.Pending, "The workflow waits to be started by Argo.");
            case Running -> run.suspended() ? suspended() : running(run);
            case Succeeded -> run.said().summary().map(Verdict::ended)
                    .orElse(new Verdict(Conditions.TRUE, Reason.Delivered, "The network was delivered."));
            case Failed, Error -> failed(run);
        };
    }

    private static Verdict ended(RunSummary summary) {
        return summary.outcome() == RunSummary.Outcome.NothingBetter ? failure(Reason.NothingBetter, summary.message())
                : new Verdict(Conditions.TRUE, Reason.Delivered, summary.message());
    }

    private static Verdict suspended() {
        return new Verdict(Conditions.UNKNOWN, Reason.Suspended, "Suspended: running pods finish, no new ones start. Set spec.suspend to false to go on.");
    }

    private static Verdict running(Run run) {
        return run.said().waiting().map(wait -> new Verdict(Conditions.UNKNOWN, Reason.Pending, "Step " + wait.step() + " waits: " + wait.reason()))
                .orElseGet(() -> new Verdict(Conditions.UNKNOWN, Reason.Running,
                        run.said().stage() == null ? "The workflow is running." : "Step " + run.said().stage() + " is running."));
    }

    private static Verdict failed(Run run) {
        String whole = run.said().message() == null ? "" : run.said().message();
        if (whole.startsWith("Stopped with strategy")) {
            return failure(Reason.Stopped, "The workflow was stopped: " + whole);
        }
        if (run.overdue() && run.said().failure().filter(Verdict::isUserError).isEmpty()) {
            return failure(Reason.DeadlineExceeded, "The run took longer than spec.activeDeadlineSeconds.");
        }
        return run.said().failure().map(Verdict::failed)
                .orElseGet(() -> failure(Reason.StepFailed, whole.isEmpty() ? "The workflow failed." : "The workflow failed: " + whole));
    }

    private static Verdict failed(WorkflowObservation.Failure step) {
        String why = step.message() == null || step.message().isBlank() ? "it gave no reason" : step.message();
        return isUserError(step)
                ? failure(Reason.UserError, "Step " + step.step() + " refused its input: " + why)
                : failure(Reason.StepFailed, "Step " + step.step() + " failed: " + why);
    }

    private static boolean isUserError(WorkflowObservation.Failure step) {
        return step.exitCode() != null && step.exitCode() == ExitStatus.USER_ERROR;
    }

    private static Verdict failure(Reason reason, String message) {
        return new Verdict(Conditions.FALSE, reason, message);
    }
}
