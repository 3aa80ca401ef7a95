package dev.reassembly.operator.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowSpec;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;

/**
 * What the operator keeps of a Workflow that it reads. It holds all of its Workflows in memory, and most of a Workflow are its templates and the
 * nodes of steps that have gone well.
 */
final class Followed {
    private Followed() {}

    /**
     * Suspension, which the operator changes, and the deadline, which tells why a run ended. The rest is passed over as it is read: the API server
     * sends a Workflow once in answer to its creation and again to whoever watches, and most of the time that reading took went to templates.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Asked(Boolean suspend, Long activeDeadlineSeconds) {}

    static final class Spec extends StdConverter<Asked, IoArgoprojWorkflowV1alpha1WorkflowSpec> {
        @Override
        public IoArgoprojWorkflowV1alpha1WorkflowSpec convert(Asked read) {
            return new IoArgoprojWorkflowV1alpha1WorkflowSpec().suspend(read.suspend()).activeDeadlineSeconds(read.activeDeadlineSeconds());
        }
    }

    /** Everything but the nodes that tell nothing; those that tell something are no longer packed. */
    static final class Status extends StdConverter<IoArgoprojWorkflowV1alpha1WorkflowStatus, IoArgoprojWorkflowV1alpha1WorkflowStatus> {
        @Override
        public IoArgoprojWorkflowV1alpha1WorkflowStatus convert(IoArgoprojWorkflowV1alpha1WorkflowStatus read) {
            return read.nodes(Nodes.of(read).telling()).compressedNodes(null);
        }
    }
}
