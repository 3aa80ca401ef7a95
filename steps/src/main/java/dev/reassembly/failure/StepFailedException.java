package dev.reassembly.failure;

/** Something that is not the user's mistake and that a retry may mend: a lost connection, a full disk. Exit status 1. */
public final class StepFailedException extends RuntimeException {
    public StepFailedException(String message) {
        super(message);
    }

    public StepFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
