package dev.reassembly.operator.accept;

/** Why a ModelReassembly that its schema allows cannot run on a cluster. Reasons of the condition Accepted. */
public enum RejectionReason {
    /** The endpoint, the bucket or the Secret of the object storage is given neither by the spec nor by the operator. */
    StorageMissing,
    /** An address that pods would read or write is not in object storage. */
    AddressNotS3,
    /** A bound of the budget is zero, which no network can keep. */
    BudgetInvalid
}
