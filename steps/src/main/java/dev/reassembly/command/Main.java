package dev.reassembly.command;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line: one command a step, {@code run} for all of them in this process, {@code demo} for a first try.
 *
 * <p>Exit status: 0 done, 1 failed (a retry may help), 2 a mistake in the input or the arguments (a retry will not).
 */
@Command(name = "reassemble", description = "Sets one network for a task and a budget from the blocks of pre-trained networks.",
        mixinStandardHelpOptions = true, version = "reassemble 0.1.0", synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, RunCommand.class, PlanCommand.class, InspectCommand.class, ProbeCommand.class,
            PartitionCommand.class, AssembleCommand.class, FineTuneCommand.class, HalveCommand.class, PublishCommand.class, BenchCommand.class,
            StudyCommand.class},
        footer = {"", "Exit status: 0 done, 1 failed (a retry may help), 2 a mistake in the input (a retry will not help)."})
public final class Main {
    /** Held here because the logging framework keeps weak references only, and a level would be forgotten. */
    private static final Logger ENGINE = Logger.getLogger("ai.djl");

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private Main() {}

    public static void main(String[] args) {
        limitThreads();
        System.exit(execute(args));
    }

    /** In a container with a CPU limit the JVM sees as many processors as it may use, but PyTorch counts the machine's. */
    private static void limitThreads() {
        if (System.getProperty(THREADS) == null && System.getenv("OMP_NUM_THREADS") == null) {
            System.setProperty(THREADS, String.valueOf(Runtime.getRuntime().availableProcessors()));
        }
    }

    /** Runs a command line in this process and returns its exit status. */
    public static int execute(String... args) {
        if (ENGINE.getLevel() == null) {
            ENGINE.setLevel(Level.WARNING); // what it found out about the machine is no business of a user's
        }
        CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        Failures failures = new Failures(new TerminationLog(System.getenv()), line.getParameterExceptionHandler());
        try {
            return line.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures).execute(args);
        } catch (Error e) {
            failures.write(e); // out of memory, or a native library that does not load
            throw e;
        }
    }
}
