package dev.reassembly.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.operator.workflow.Workflow;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowSpec;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {
    private static final OffsetDateTime BEGAN = OffsetDateTime.parse("2026-01-01T00:00:00Z");

    /** A real controller ended a run with a deadline of 60 seconds after 61. */
    @ParameterizedTest
    @CsvSource({"60, 61, true", "60, 60, true", "60, 59, false", ", 61, false", "60, , false"})
    void isOverdueWhenItEndedAtItsDeadline(Long deadline, Long seconds, boolean overdue) {
        Workflow workflow = new Workflow();
        workflow.setMetadata(new ObjectMetaBuilder().withName("late").build());
        workflow.setSpec(new IoArgoprojWorkflowV1alpha1WorkflowSpec().activeDeadlineSeconds(deadline));
        workflow.setStatus(new IoArgoprojWorkflowV1alpha1WorkflowStatus().phase("Failed").startedAt(BEGAN)
                .finishedAt(seconds == null ? null : BEGAN.plusSeconds(seconds)));
        assertThat(Run.of(workflow).overdue()).isEqualTo(overdue);
    }
}
