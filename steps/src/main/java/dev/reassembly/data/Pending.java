package dev.reassembly.data;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;

/** An example whose content has not been decoded yet. */
record Pending(String id, int label, Payload payload) {
    Example load() {
        try {
            return new Example(id, payload.load(), label);
        } catch (IOException e) {
            throw new StepFailedException("reading example " + id + " failed: " + e.getMessage(), e);
        }
    }
}
