package dev.reassembly.operator.status;

/** Reasons of the conditions, beside those of {@link dev.reassembly.operator.accept.RejectionReason}. */
public enum Reason {
    /** Accepted: nothing speaks against running the spec. */
    Valid,
    /** WorkflowCreated, Succeeded: the spec was not accepted. */
    NotAccepted,
    /** WorkflowCreated: the Workflow was created. */
    Created,
    /** WorkflowCreated, Succeeded: a Workflow or ConfigMap of that name belongs to someone else. */
    NameTaken,
    /** WorkflowCreated, Succeeded: the API server refused the Workflow or the ConfigMap; this is tried again. */
    CreationRefused,
    /** Succeeded: the Workflow waits for Argo, or its pods for the cluster. */
    Pending,
    /** Succeeded: the steps are at work. */
    Running,
    /** Succeeded: the spec says suspend. */
    Suspended,
    /** Succeeded: the network was delivered. */
    Delivered,
    /** Succeeded: a whole network of the zoo was best, and spec.output.publishPolicy asks for something better; nothing failed. */
    NothingBetter,
    /** Succeeded: a step found a mistake in what the user gave; the same spec will fail again. */
    UserError,
    /** Succeeded: a step failed, retries included. */
    StepFailed,
    /** Succeeded: the run took longer than spec.activeDeadlineSeconds. */
    DeadlineExceeded,
    /** Succeeded: someone stopped the Workflow. */
    Stopped
}
