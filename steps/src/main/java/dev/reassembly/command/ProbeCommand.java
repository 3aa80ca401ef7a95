package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Models to features. */
@Command(name = "probe", description = "Runs the probe set through the models and keeps pooled features, Grams and latencies.", mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model of the zoo (default: all).")
    private String model;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(session.probe(model));
            return 0;
        }
    }
}
