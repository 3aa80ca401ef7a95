package dev.reassembly.command;

import dev.reassembly.api.validation.InvalidSpecException;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/**
 * Turns what went wrong into one line on standard error, the same in the {@link TerminationLog}, and an exit status; a stack
 * trace only for faults of our own.
 */
final class Failures implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    static final int FAILED = 1;
    static final int INVALID_INPUT = 2;

    private final TerminationLog log;
    private final CommandLine.IParameterExceptionHandler usage;

    /** @param usage prints a mistake in the arguments and how they are used */
    Failures(TerminationLog log, CommandLine.IParameterExceptionHandler usage) {
        this.log = log;
        this.usage = usage;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException exception, String[] arguments) throws Exception {
        log.write("error: " + exception.getMessage());
        return usage.handleParseException(exception, arguments);
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (exception instanceof InvalidSpecException invalid) {
            return end(commandLine, INVALID_INPUT, invalid.problems().stream().map(p -> "error: " + invalid.file() + ": " + p).toList());
        }
        if (exception instanceof InvalidInputException) {
            return end(commandLine, INVALID_INPUT, List.of("error: " + exception.getMessage()));
        }
        if (exception instanceof StepFailedException || exception instanceof IOException) {
            Logger.getLogger(Failures.class.getName()).log(Level.FINE, "cause", exception);
            return end(commandLine, FAILED, List.of("failed: " + exception.getMessage()));
        }
        end(commandLine, FAILED, List.of("failed: " + exception));
        exception.printStackTrace(commandLine.getErr());
        return FAILED;
    }

    /** Leaves the last words of a process that is about to end by itself. */
    void write(Error error) {
        log.write("failed: " + error);
    }

    private int end(CommandLine commandLine, int status, List<String> sentences) {
        sentences.forEach(commandLine.getErr()::println);
        log.write(String.join("\n", sentences));
        return status;
    }
}
