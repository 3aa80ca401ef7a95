package dev.reassembly.operator.accept;

import dev.reassembly.api.v1alpha1.ModelReassembly;

/** Whether a ModelReassembly can run on this cluster. */
public sealed interface Acceptance {

    /**
     * It can.
     *
     * @param resource the user's resource with the operator's storage where the spec names none
     */
    record Accepted(ModelReassembly resource) implements Acceptance {}

    /**
     * It cannot, and trying again would not help.
     *
     * @param message one sentence that begins with the field and says what to do
     */
    record Rejected(RejectionReason reason, String message) implements Acceptance {}
}
