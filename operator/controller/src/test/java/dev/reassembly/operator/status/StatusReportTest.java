package dev.reassembly.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.operator.Samples;
import dev.reassembly.operator.accept.Acceptance;
import dev.reassembly.operator.accept.RejectionReason;
import dev.reassembly.operator.observe.Run;
import dev.reassembly.operator.observe.Run.Phase;
import dev.reassembly.operator.workflow.WorkflowObservation;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # phase   | suspended | overdue | of the whole                | step     | exit | the step says          | status  | reason           | message
            Pending   | false     | false   |                             |          |      |                        | Unknown | Pending          | The workflow waits to be started by Argo.
            Pending   | true      | false   |                             |          |      |                        | Unknown | Suspended        | Suspended:
            Running   | false     | false   |                             |          |      |                        | Unknown | Running          | Step probe is running.
            Running   | true      | false   |                             |          |      |                        | Unknown | Suspended        | Suspended:
            Succeeded | false     | false   |                             |          |      |                        | True    | Delivered        | Published is a.
            Succeeded | true      | false   |                             |          |      |                        | True    | Delivered        | Published is a.
            Failed    | false     | false   | child 'x' failed            | inspect  | 2    | a.onnx is not a model  | False   | UserError        | Step inspect refused its input: a.onnx is not a model
            Failed    | false     | false   | child 'x' failed            | finetune | 1    | no space left          | False   | StepFailed       | Step finetune failed: no space left
            Failed    | false     | false   | child 'x' failed            | finetune |      | OOMKilled              | False   | StepFailed       | Step finetune failed: OOMKilled
            Failed    | false     | false   | Stopped with strategy 'Stop' | probe   | 143  | stopped                | False   | Stopped          | The workflow was stopped
            Failed    | false     | true    |                             | probe    |      | Step exceeded its deadline | False | DeadlineExceeded | The run took longer than spec.activeDeadlineSeconds.
            Failed    | false     | true    | child 'x' failed            | inspect  | 2    | a.onnx is not a model  | False   | UserError        | Step inspect refused its input: a.onnx is not a model
            Error     | false     | false   | no such template            |          |      |                        | False   | StepFailed       | The workflow failed: no such template
            Failed    | false     | false   |                             |          |      |                        | False   | StepFailed       | The workflow failed.
            """)
    void saysWhatTheRunMeans(Phase phase, boolean suspended, boolean overdue, String whole, String step, Integer exit, String says, String status,
            Reason reason, String message) {
        Run run = new Run("sentiment-1", suspended, overdue, new WorkflowObservation(phase.name(), whole, "3/9", "probe",
                phase == Phase.Succeeded ? Optional.of(summary()) : Optional.empty(),
                step == null ? Optional.empty() : Optional.of(new WorkflowObservation.Failure(step, exit, says)), Optional.empty()));
        ModelReassemblyStatus report = StatusReport.of(Samples.resource(), new Observed.Underway(run, "1"), NOW);
        Condition succeeded = condition(report, ConditionType.Succeeded);
        assertThat(succeeded.getStatus()).isEqualTo(status);
        assertThat(succeeded.getReason()).isEqualTo(reason.name());
        assertThat(succeeded.getMessage()).startsWith(message);
        assertThat(condition(report, ConditionType.WorkflowCreated).getStatus()).isEqualTo("True");
        assertThat(condition(report, ConditionType.Accepted).getStatus()).isEqualTo("True");
        assertThat(report.observedGeneration()).isEqualTo(3);
        assertThat(report.stage()).isEqualTo(run.isOver() ? null : "probe");
        assertThat(StatusReport.isOver(report)).isEqualTo(run.isOver());
    }

    @Test
    void handsOnTheSummary() {
        ModelReassemblyStatus report = StatusReport.of(Samples.resource(), new Observed.Underway(delivered(), "1"), NOW);
        assertThat(report.best()).isEqualTo(summary().best());
        assertThat(report.baseline()).isNull();
        assertThat(report.lead()).isEqualTo(new ModelReassemblyStatus.Lead(4.87, 1.02));
        assertThat(report.output()).isEqualTo(summary().output());
        assertThat(report.front()).isEqualTo(summary().front());
        assertThat(report.workflow()).isEqualTo("sentiment-1");
    }

    @Test
    void aPodThatCannotStartIsNoStepThatRuns() {
        Run run = new Run("sentiment-1", false, false, new WorkflowObservation("Running", null, "0/9", "inspect", Optional.empty(), Optional.empty(),
                Optional.of(new WorkflowObservation.Wait("inspect", "ImagePullBackOff: no such image"))));
        Condition succeeded = condition(StatusReport.of(Samples.resource(), new Observed.Underway(run, "1"), NOW), ConditionType.Succeeded);
        assertThat(succeeded.getStatus()).isEqualTo("Unknown");
        assertThat(succeeded.getReason()).isEqualTo("Pending");
        assertThat(succeeded.getMessage()).isEqualTo("Step inspect waits: ImagePullBackOff: no such image");
    }

    @Test
    void aRunThatFoundNothingBetterEndedWithoutADelivery() {
        ModelReassemblyStatus.Network baseline = new ModelReassemblyStatus.Network("minilm", "Parent", 0.9, 22_600_000L, 698_000_000L, 9.4);
        RunSummary summary = new RunSummary(RunSummary.Outcome.NothingBetter, null, baseline, null,
                new ModelReassemblyStatus.Delivery(null, null, null, "s3://zoo/out/report.html"), null, "Nothing is published: minilm was best.");
        Run run = new Run("sentiment-1", false, false,
                new WorkflowObservation("Succeeded", null, "9/9", null, Optional.of(summary), Optional.empty(), Optional.empty()));
        ModelReassemblyStatus report = StatusReport.of(Samples.resource(), new Observed.Underway(run, "1"), NOW);
        Condition succeeded = condition(report, ConditionType.Succeeded);
        assertThat(succeeded).extracting(Condition::getStatus, Condition::getReason, Condition::getMessage)
                .containsExactly("False", "NothingBetter", "Nothing is published: minilm was best.");
        assertThat(report.best()).isNull();
        assertThat(report.baseline()).isEqualTo(baseline);
        assertThat(report.output().report()).isEqualTo("s3://zoo/out/report.html");
        assertThat(StatusReport.isOver(report)).isTrue();
        assertThat(StatusReport.hasFailed(report)).isFalse();
    }

    @Test
    void isEqualForTheSameObservationAtAnyTime() {
        ModelReassembly resource = Samples.resource();
        Observed observed = new Observed.Underway(running("probe"), "1");
        resource.setStatus(StatusReport.of(resource, observed, NOW));
        assertThat(StatusReport.of(resource, observed, LATER)).isEqualTo(resource.getStatus());
    }

    @Test
    void keepsTheTimeUntilTheStatusTurns() {
        ModelReassembly resource = Samples.resource();
        resource.setStatus(StatusReport.of(resource, new Observed.Underway(running("probe"), "1"), NOW));
        ModelReassemblyStatus next = StatusReport.of(resource, new Observed.Underway(running("assemble"), "1"), LATER);
        assertThat(condition(next, ConditionType.Succeeded).getMessage()).contains("assemble");
        assertThat(condition(next, ConditionType.Succeeded).getLastTransitionTime()).isEqualTo(NOW.toString());
        resource.setStatus(next);
        ModelReassemblyStatus last = StatusReport.of(resource, new Observed.Underway(delivered(), "1"), LATER);
        assertThat(condition(last, ConditionType.Succeeded).getLastTransitionTime()).isEqualTo(LATER.toString());
        assertThat(condition(last, ConditionType.Accepted).getLastTransitionTime()).isEqualTo(NOW.toString());
    }

    @Test
    void aRefusedSpecHasNotSucceeded() {
        ModelReassemblyStatus report = StatusReport.of(Samples.resource(),
                new Observed.Refused(new Acceptance.Rejected(RejectionReason.StorageMissing, "spec.storage: ...")), NOW);
        assertThat(report.conditions()).extracting(Condition::getType, Condition::getStatus, Condition::getReason).containsExactly(
                tuple("Accepted", "False", "StorageMissing"),
                tuple("WorkflowCreated", "False", "NotAccepted"),
                tuple("Succeeded", "False", "NotAccepted"));
        assertThat(report.workflow()).isNull();
    }

    @Test
    void aTakenNameIsFinalAndARefusedCreationIsNot() {
        assertThat(StatusReport.isOver(StatusReport.of(Samples.resource(), new Observed.NotCreated(Reason.NameTaken, "x", "w", "1"), NOW))).isTrue();
        assertThat(StatusReport.isOver(StatusReport.of(Samples.resource(), new Observed.NotCreated(Reason.CreationRefused, "x", "w", "1"), NOW))).isFalse();
    }

    @Test
    void staysBoundedWhateverIsSaid() {
        ModelReassemblyStatus report = StatusReport.of(Samples.resource(), new Observed.NotCreated(Reason.CreationRefused, "x".repeat(100_000), "w", "1"), NOW);
        assertThat(condition(report, ConditionType.Succeeded).getMessage()).hasSize(1024);
    }

    @Test
    void keepsWhatItSaidOnceTheWorkflowIsClearedAway() {
        ModelReassembly resource = Samples.resource();
        resource.setStatus(StatusReport.of(resource, new Observed.Underway(delivered(), "1"), NOW));
        assertThat(StatusReport.of(resource, new Observed.ClearedAway("1"), LATER)).isEqualTo(resource.getStatus());
    }

    private static Run running(String stage) {
        return new Run("sentiment-1", false, false,
                new WorkflowObservation("Running", null, "3/9", stage, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Run delivered() {
        return new Run("sentiment-1", false, false,
                new WorkflowObservation("Succeeded", null, "9/9", null, Optional.of(summary()), Optional.empty(), Optional.empty()));
    }

    private static RunSummary summary() {
        ModelReassemblyStatus.Lead lead = new ModelReassemblyStatus.Lead(4.87, 1.02);
        return new RunSummary(null, new ModelReassemblyStatus.Network("a097", "Assembly", 0.9, 29_800_000L, 1_170_000_000L, 16.7), null, lead,
                new ModelReassemblyStatus.Delivery("s3://zoo/out/model.onnx", "ab".repeat(32), 119_000_000L, "s3://zoo/out/report.html"),
                List.of(new ModelReassemblyStatus.FrontPoint("small", "a097", "Assembly", 0.9, 1_170_000_000L, 29_800_000L, lead)), "Published is a.");
    }

    private static Condition condition(ModelReassemblyStatus status, ConditionType type) {
        return type.in(status).orElseThrow();
    }
}
