package dev.reassembly.operator.event;

/** Everything that the operator tells as an event. */
public enum EventReason {
    /** The spec can run on this cluster. */
    Accepted(false),
    /** The spec cannot run on this cluster; the condition Accepted says why. */
    Rejected(true),
    /** The child Workflow was created. */
    WorkflowCreated(false),
    /** The child Workflow could not be created. */
    CreationFailed(true),
    /** Someone deleted the Workflow of a run that was not over; it was created again. */
    WorkflowLost(true),
    /** The Workflow starts no new pods. */
    Suspended(false),
    /** The Workflow goes on. */
    Resumed(false),
    /** A new attempt of a failed run begins. */
    RetryRequested(false),
    /** A new attempt was asked for, but the present one has not failed. */
    RetryRefused(true),
    /** The network was delivered. */
    Succeeded(false),
    /** The run ended and delivered nothing, since a whole network of the zoo was best and something better was asked for. */
    NothingBetter(false),
    /** The run failed; the condition Succeeded says why. */
    Failed(true);

    private final boolean warning;

    EventReason(boolean warning) {
        this.warning = warning;
    }

    /** Kubernetes' type of the event. */
    public String type() {
        return warning ? "Warning" : "Normal";
    }
}
