package dev.reassembly.operator.workflow;

/** Exit statuses of the steps' command line. */
public final class ExitStatus {
    /** The input is at fault; a retry won't help. */
    public static final int USER_ERROR = 2;

    private ExitStatus() {}
}
