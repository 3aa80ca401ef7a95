package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Equivalence sets to candidates. */
@Command(name = "assemble", description = "Chooses the candidates within the budget by integer programming.", mixinStandardHelpOptions = true)
final class AssembleCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--tasks-to", paramLabel = "FILE", description = "Only search, build no more than it takes to choose (spec.assembly.built), "
            + "and write the names of all that the first rung trains to this file, as a JSON array: contenders, then baselines; only baselines where "
            + "these teach.")
    private Path tasks;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            if (tasks == null) {
                System.out.print(session.assemble());
            } else {
                WholeFiles.writeJson("--tasks-to", tasks, session.tasks());
                System.out.print(session.search());
            }
            return 0;
        }
    }
}
