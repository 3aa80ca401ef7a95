package dev.reassembly.operator.status;

/** The conditions of a ModelReassembly. */
public enum ConditionType {
    /** The spec can run on this cluster. */
    Accepted,
    /** The child Workflow exists, or did. */
    WorkflowCreated,
    /** The network was delivered. Unknown until that is decided. */
    Succeeded
}
