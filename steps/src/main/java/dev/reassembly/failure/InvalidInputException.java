package dev.reassembly.failure;

/**
 * A mistake of the user's: the message is one sentence that names the file or field, what was found there and what is
 * allowed. The command line prints the message alone, without a stack trace, and exits with 2.
 */
public final class InvalidInputException extends RuntimeException {
    /** @param subject the file, address or field at fault, for example {@code spec.zoo[1].uri} */
    public InvalidInputException(String subject, String problem) {
        super(subject + ": " + problem);
    }

    public InvalidInputException(String subject, String problem, Throwable cause) {
        super(subject + ": " + problem, cause);
    }
}
