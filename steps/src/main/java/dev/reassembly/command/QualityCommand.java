package dev.reassembly.command;

import dev.reassembly.bench.QualityBench;
import dev.reassembly.bench.QualityReport;
import dev.reassembly.bench.QualitySuite;
import dev.reassembly.bench.QualityTable;
import dev.reassembly.pipeline.Session;
import dev.reassembly.pipeline.SessionOptions;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.EmbeddedS3;
import dev.reassembly.store.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Published networks against the zoo's and against controls. */
@Command(name = "quality", description = "Runs a suite of zoos, tasks, budgets and seeds; writes a row for each to a CSV file and prints what it sums up to.",
        mixinStandardHelpOptions = true)
final class QualityCommand implements Callable<Integer> {
    private static final String BUCKET = "reassembly";

    @Option(names = "--suite", paramLabel = "FILE", description = "What is run (default: src/bench/quality.yaml in the project).")
    private Path suite;

    @Option(names = "--assets", paramLabel = "FOLDER", description = "Zoos and data, as src/bench/fetch.sh brings them; nothing is run without.")
    private Path assets;

    @Option(names = "--results", paramLabel = "FILE", description = "The rows (default: docs/results.csv in the project).")
    private Path results;

    @Option(names = "--only", paramLabel = "CASE", description = "zoo, zoo/task or zoo/task/recipe.")
    private String only;

    @Option(names = "--seeds", paramLabel = "SEED", split = ",", description = "Instead of the suite's.")
    private List<Long> seeds;

    @Option(names = "--work", paramLabel = "FOLDER", description = "Where the store and scratch files live (default: demo/bench in the project).")
    private Path work;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(Objects.requireNonNullElse(System.getenv("REASSEMBLY_HOME"), ".")).toAbsolutePath().normalize();
        Path file = (suite == null ? home.resolve("src/bench/quality.yaml") : suite).toAbsolutePath();
        QualityTable table = new QualityTable(results == null ? home.resolve("docs/results.csv") : results, QualityBench.CONTROLS);
        if (assets != null) {
            run(QualitySuite.read(file), file.getParent(), table, (work == null ? home.resolve("demo/bench") : work).toAbsolutePath());
        }
        System.out.print(QualityReport.markdown(table.rows(), QualityBench.CONTROLS));
        return 0;
    }

    private void run(QualitySuite cases, Path folder, QualityTable table, Path place) throws Exception {
        Progress progress = RunArguments.progress();
        try (EmbeddedS3 s3 = EmbeddedS3.start(Files.createDirectories(place.resolve("store"))); Storage storage = s3.storage()) {
            s3.bucket(BUCKET);
            new DemoAssets(storage, BUCKET, progress).folder(assets);
            new QualityBench(table, resource -> Session.open(resource,
                    new SessionOptions("s3://" + BUCKET + "/runs", device, false, place.resolve("scratch")), s3.storage(), progress), progress)
                            .run(cases, folder, only, seeds);
        }
    }
}
