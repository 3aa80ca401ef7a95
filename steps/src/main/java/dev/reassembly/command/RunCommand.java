package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All steps in this process. */
@Command(name = "run", description = "Runs all steps here: inspect, probe, partition, assemble, fine-tune, publish.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text",
            description = "text, or json: the last line of standard output is then one JSON object (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            Outcome.print(session.publish(), session, output);
            return 0;
        }
    }
}
