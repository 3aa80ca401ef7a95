package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Equivalence sets to candidates. */
@Command(name = "assemble", description = "Chooses the candidates within the budget by integer programming.", mixinStandardHelpOptions = true)
final class AssembleCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            System.out.print(session.assemble());
            return 0;
        }
    }
}
