package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Features to equivalence sets. */
@Command(name = "partition", description = "Compares all cuts of the zoo and groups blocks into equivalence sets.", mixinStandardHelpOptions = true)
final class PartitionCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(session.partition());
            return 0;
        }
    }
}
