package dev.reassembly.store;

import java.io.IOException;

/** A stored result is not what its manifest says. With the step's body at hand the cache computes it again instead. */
public final class CorruptResultException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptResultException(String message) {
        super(message);
    }
}
