package dev.reassembly.performance;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this project beside its peers; src/bench/performance.sh calls it. */
@Command(name = "performance.sh", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures kernels and whole steps beside what others do with the same inputs; writes DOCS/performance.csv and prints it.")
public final class Main implements Callable<Integer> {
    @Option(names = "--suite", paramLabel = "FILE", required = true, description = "What is measured.")
    private Path suite;

    @Option(names = "--docs", paramLabel = "FOLDER", required = true, description = "Where performance.csv and performance-curves.csv are.")
    private Path docs;

    @Option(names = "--assets", paramLabel = "FOLDER", description = "Zoos and data, as src/bench/fetch.sh brings them.")
    private Path assets;

    @Option(names = "--python", paramLabel = "FILE", description = "Interpreter of the peers.")
    private Path python;

    @Option(names = "--logs", paramLabel = "FOLDER", required = true, description = "Where what the processes print goes.")
    private Path logs;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Rows and curves to measure; the others keep their figures. Default: all.")
    private List<String> only;

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof InvalidInputException || e instanceof StepFailedException || e instanceof IOException) {
                command.getErr().println("error: " + e.getMessage());
                return e instanceof InvalidInputException ? 2 : 1;
            }
            throw e;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Suite wanted = Suite.read(suite);
        Path folder = suite.toAbsolutePath().getParent();
        Bench bench = new Bench(wanted, new SideRunner(folder, absolute(assets), absolute(python), logs.toAbsolutePath()), System.err);
        require(wanted);
        ResultFile results = new ResultFile(docs.resolve("performance.csv"));
        for (Suite.Row row : wanted.rows()) {
            if (only == null || only.contains(row.name())) {
                results.put(bench.row(row));
            }
        }
        CurveFile curves = new CurveFile(docs.resolve("performance-curves.csv"));
        Map<Side, Measurement> runs = new HashMap<>();
        for (Suite.Curve curve : wanted.curves()) {
            if (only == null || only.contains(curve.name())) {
                curves.put(bench.curve(curve, runs));
            }
        }
        System.out.print(PerformancePage.table(wanted, results.results()));
        return 0;
    }

    private void require(Suite wanted) {
        List<String> names = Stream.concat(wanted.rows().stream().map(Suite.Row::name), wanted.curves().stream().map(Suite.Curve::name)).toList();
        for (String name : only == null ? List.<String>of() : only) {
            if (!names.contains(name)) {
                throw new InvalidInputException("--only", "found " + name + "; there are " + String.join(", ", names));
            }
        }
    }

    private static Path absolute(Path path) {
        return path == null ? null : path.toAbsolutePath();
    }
}
