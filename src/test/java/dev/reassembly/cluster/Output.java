package dev.reassembly.cluster;

/**
 * What a program left.
 *
 * @param command what ran, for messages
 * @param status its exit status
 * @param text standard output and standard error as they came
 */
public record Output(String command, int status, String text) {
    /** The text of a program that must have succeeded. */
    public String orThrow() {
        if (status != 0) {
            throw new IllegalStateException(command + " ended with " + status + ": " + text.strip());
        }
        return text;
    }
}
