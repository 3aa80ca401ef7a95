package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Candidates of one rung to those of the next. */
@Command(name = "halve", description = "Says which candidates go on to the next rung; what was not trained yet is trained first.",
        mixinStandardHelpOptions = true)
final class HalveCommand implements Callable<Integer> {
    @Mixin
    private RunArguments arguments;

    @Option(names = "--rung", required = true, paramLabel = "R", description = "The rung that has ended, from 1, or 0 where teachers are trained first.")
    private int rung;

    @Option(names = "--tasks-to", paramLabel = "FILE", description = "Write the names to this file, as a JSON array; empty after the last rung.")
    private Path tasks;

    @Override
    public Integer call() throws Exception {
        try (Session session = arguments.open()) {
            List<String> names = session.halve(rung);
            if (tasks != null) {
                WholeFiles.writeJson("--tasks-to", tasks, names);
            }
            System.out.println(names.isEmpty() ? "none goes on after rung " + rung : String.join(System.lineSeparator(), names));
            return 0;
        }
    }
}
