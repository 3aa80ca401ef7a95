package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Candidates to trained networks. */
@Command(name = "finetune", description = "Trains candidates and baselines.", mixinStandardHelpOptions = true)
final class FineTuneCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--candidate", paramLabel = "NAME", description = "Only this candidate, to its last rung (default: all, halved in rungs).")
    private String candidate;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(session.fineTune(candidate));
            return 0;
        }
    }
}
