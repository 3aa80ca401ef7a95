package dev.reassembly.failure;

/**
 * A mistake of the user's: the message is one sentence that names the file or field, what was found there and what is
 * allowed. The command line prints the message alone, without a stack trace, and exits with 2.
 *
 * <p>Names that come from a model or a data set are not to be trusted: characters that would steer a terminal become
 * question marks, and what is longer than {@value #LONGEST} characters is cut.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 4096;

    /** @param subject the file, address or field at fault, for example {@code spec.zoo[1].uri} */
    public InvalidInputException(String subject, String problem) {
        super(plain(subject + ": " + problem));
    }

    public InvalidInputException(String subject, String problem, Throwable cause) {
        super(plain(subject + ": " + problem), cause);
    }

    private static String plain(String sentence) {
        String cut = sentence.length() > LONGEST ? sentence.substring(0, LONGEST - 3) + "..." : sentence;
        return cut.replaceAll("[\\p{Cntrl}\u0080-\u009f&&[^\\n\\t]]", "?");
    }
}
