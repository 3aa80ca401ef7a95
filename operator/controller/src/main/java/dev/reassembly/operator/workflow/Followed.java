package dev.reassembly.operator.workflow;

import com.fasterxml.jackson.databind.util.StdConverter;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowSpec;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;

/**
 * What the operator keeps of a Workflow that it reads. It holds all of its Workflows in memory, and most of a Workflow are its templates and the
 * nodes of steps that have gone well.
 */
final class Followed {
    private Followed() {}

    /** Suspension, which the operator changes, and the deadline, which tells why a run ended. */
    static final class Spec extends StdConverter<IoArgoprojWorkflowV1alpha1WorkflowSpec, IoArgoprojWorkflowV1alpha1WorkflowSpec> {
        @Override
        public IoArgoprojWorkflowV1alpha1WorkflowSpec convert(IoArgoprojWorkflowV1alpha1WorkflowSpec read) {
            return new IoArgoprojWorkflowV1alpha1WorkflowSpec().suspend(read.getSuspend()).activeDeadlineSeconds(read.getActiveDeadlineSeconds());
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
