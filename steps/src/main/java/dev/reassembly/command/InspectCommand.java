package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Models to chains. */
@Command(name = "inspect", description = "Reads and checks the models, and prints their layers, shapes, parameters and FLOPs.", mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model of the zoo (default: all).")
    private String model;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(session.inspect(model));
            return 0;
        }
    }
}
