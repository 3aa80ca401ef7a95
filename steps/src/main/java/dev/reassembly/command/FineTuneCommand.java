package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Candidates to trained networks. */
@Command(name = "finetune", description = "Trains candidates and baselines: all of them, or one through one rung.", mixinStandardHelpOptions = true)
final class FineTuneCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @ArgGroup(exclusive = false)
    private One one;

    static final class One {
        @Option(names = "--candidate", required = true, paramLabel = "NAME", description = "Train only this candidate or baseline.")
        private String candidate;

        @Option(names = "--rung", required = true, paramLabel = "R", description = "Through this rung, from 1; teachers are trained in rung 0.")
        private int rung;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(one == null ? session.fineTune() : session.fineTune(one.candidate, one.rung));
            return 0;
        }
    }
}
