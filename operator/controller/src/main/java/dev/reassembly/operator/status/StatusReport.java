package dev.reassembly.operator.status;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.operator.accept.Acceptance;
import dev.reassembly.operator.observe.Run;
import java.time.Instant;

/**
 * The status as a pure function of the resource and what was observed. The same observation gives an equal status, whatever the
 * time, so that an operator that compares before it writes is silent when nothing happens.
 */
public final class StatusReport {
    private StatusReport() {}

    /** @param now the time of conditions whose status changes */
    public static ModelReassemblyStatus of(ModelReassembly resource, Observed observed, Instant now) {
        ModelReassemblyStatus before = resource.getStatus();
        Long generation = resource.getMetadata().getGeneration();
        Conditions conditions = new Conditions(before, generation, now);
        if (observed instanceof Observed.Refused refused) {
            return refused(generation, conditions, refused.rejected());
        }
        if (observed instanceof Observed.NotCreated missing) {
            return notCreated(generation, conditions, missing);
        }
        if (observed instanceof Observed.Underway underway) {
            return underway(generation, conditions, underway);
        }
        return clearedAway(generation, before, ((Observed.ClearedAway) observed).attempt());
    }

    private static ModelReassemblyStatus refused(Long generation, Conditions conditions, Acceptance.Rejected rejected) {
        String message = "The spec was not accepted: " + rejected.message();
        conditions.add(ConditionType.Accepted, Conditions.FALSE, rejected.reason(), rejected.message())
                .add(ConditionType.WorkflowCreated, Conditions.FALSE, Reason.NotAccepted, message)
                .add(ConditionType.Succeeded, Conditions.FALSE, Reason.NotAccepted, message);
        return new ModelReassemblyStatus(generation, conditions.list(), null, null, null, null, null, null, null, null, null);
    }

    private static ModelReassemblyStatus notCreated(Long generation, Conditions conditions, Observed.NotCreated missing) {
        accepted(conditions).add(ConditionType.WorkflowCreated, Conditions.FALSE, missing.reason(), missing.message())
                .add(ConditionType.Succeeded, missing.reason() == Reason.NameTaken ? Conditions.FALSE : Conditions.UNKNOWN, missing.reason(), missing.message());
        return new ModelReassemblyStatus(generation, conditions.list(), missing.workflow(), missing.attempt(), null, null, null, null, null, null, null);
    }

    private static ModelReassemblyStatus underway(Long generation, Conditions conditions, Observed.Underway underway) {
        Run run = underway.run();
        Verdict verdict = Verdict.of(run);
        accepted(conditions).add(ConditionType.WorkflowCreated, Conditions.TRUE, Reason.Created, "Workflow " + run.workflow() + " was created.")
                .add(ConditionType.Succeeded, verdict.status(), verdict.reason(), verdict.message());
        RunSummary summary = run.said().summary().orElse(RunSummary.NONE);
        return new ModelReassemblyStatus(generation, conditions.list(), run.workflow(), underway.attempt(), run.said().progress(),
                run.isOver() ? null : run.said().stage(), summary.best(), summary.baseline(), summary.lead(), summary.output(), summary.front());
    }

    private static ModelReassemblyStatus clearedAway(Long generation, ModelReassemblyStatus before, String attempt) {
        return new ModelReassemblyStatus(generation, before.conditions(), before.workflow(), attempt, before.progress(),
                before.stage(), before.best(), before.baseline(), before.lead(), before.output(), before.front());
    }

    private static Conditions accepted(Conditions conditions) {
        return conditions.add(ConditionType.Accepted, Conditions.TRUE, Reason.Valid, "The spec is accepted.");
    }

    /** Whether the status says that the Workflow was there. */
    public static boolean wasCreated(ModelReassemblyStatus status) {
        return ConditionType.WorkflowCreated.in(status).filter(c -> Conditions.TRUE.equals(c.getStatus())).isPresent();
    }

    /** Whether the status says that its run has ended, one way or the other. */
    public static boolean isOver(ModelReassemblyStatus status) {
        return ConditionType.Succeeded.in(status).filter(c -> !Conditions.UNKNOWN.equals(c.getStatus())).isPresent();
    }

    /** Whether the status says that its run has failed. One that found nothing better has not: trying it again comes to the same. */
    public static boolean hasFailed(ModelReassemblyStatus status) {
        return ConditionType.Succeeded.in(status).filter(c -> Conditions.FALSE.equals(c.getStatus()) && !Reason.NothingBetter.name().equals(c.getReason()))
                .isPresent();
    }
}
