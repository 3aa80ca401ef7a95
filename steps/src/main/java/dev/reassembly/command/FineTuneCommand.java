package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Candidates to trained networks. */
@Command(name = "finetune", description = "Trains candidates and baselines.", mixinStandardHelpOptions = true)
final class FineTuneCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(session.fineTune());
            return 0;
        }
    }
}
