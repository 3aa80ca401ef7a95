package dev.reassembly.operator.workflow;

import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Backoff;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1RetryStrategy;

/**
 * When a step is tried again: after a lost pod, an eviction or a failure, since it goes on from what it has stored; but not when it
 * said by its exit status that the user's input is at fault, nor when it was killed at its own memory limit, which it would reach
 * again. A pod that never ran has no exit status, for which Argo puts -1.
 */
final class Retries {
    private Retries() {}

    static IoArgoprojWorkflowV1alpha1RetryStrategy upTo(int limit) {
        return new IoArgoprojWorkflowV1alpha1RetryStrategy()
                .limit(Integer.toString(limit))
                .retryPolicy("Always")
                .expression("asInt(lastRetry.exitCode) != " + ExitStatus.USER_ERROR + " && not (lastRetry.message contains '" + NodeFailure.OUT_OF_MEMORY + "')")
                .backoff(new IoArgoprojWorkflowV1alpha1Backoff().duration("5s").factor("3").cap("2m"));
    }
}
