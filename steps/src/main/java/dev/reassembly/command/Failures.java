package dev.reassembly.command;

import dev.reassembly.api.validation.InvalidSpecException;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** Turns what went wrong into one line on standard error and an exit status; a stack trace only for faults of our own. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int INVALID_INPUT = 2;

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
        var err = commandLine.getErr();
        if (exception instanceof InvalidSpecException invalid) {
            invalid.problems().forEach(problem -> err.println("error: " + invalid.file() + ": " + problem));
            return INVALID_INPUT;
        }
        if (exception instanceof InvalidInputException) {
            err.println("error: " + exception.getMessage());
            return INVALID_INPUT;
        }
        if (exception instanceof StepFailedException || exception instanceof IOException) {
            err.println("failed: " + exception.getMessage());
            Logger.getLogger(Failures.class.getName()).log(Level.FINE, "cause", exception);
            return FAILED;
        }
        err.println("failed: " + exception);
        exception.printStackTrace(err);
        return FAILED;
    }
}
