package dev.reassembly.command;

import dev.reassembly.bench.QualitySuite;
import dev.reassembly.pipeline.Session;
import dev.reassembly.pipeline.SessionOptions;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.EmbeddedS3;
import dev.reassembly.store.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** What all benchmarks take, and the embedded store that they run on. */
final class BenchArguments {
    private static final String BUCKET = "reassembly";

    @Option(names = "--assets", paramLabel = "FOLDER", description = "Zoos and data, as src/bench/fetch.sh brings them; nothing is run without.")
    private Path assets;

    @Option(names = "--only", paramLabel = "CASE", description = "zoo, zoo/task or zoo/task/recipe.")
    private String only;

    @Option(names = "--seeds", paramLabel = "SEED", split = ",", description = "Instead of the suite's.")
    private List<Long> seeds;

    @Option(names = "--work", paramLabel = "FOLDER", description = "Where the store and scratch files live (default: demo/bench in the project).")
    private Path work;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device;

    /** A file of the project. */
    static Path inProject(String path) {
        return Path.of(Objects.requireNonNullElse(System.getenv("REASSEMBLY_HOME"), ".")).toAbsolutePath().normalize().resolve(path);
    }

    /** Does nothing without assets. */
    void run(Path suite, Function<Progress, QualitySuite.Bench> bench) throws Exception {
        if (assets == null) {
            return;
        }
        QualitySuite cases = QualitySuite.read(suite);
        Path place = (work == null ? inProject("demo/bench") : work).toAbsolutePath();
        Progress progress = RunArguments.progress();
        try (EmbeddedS3 s3 = EmbeddedS3.start(Files.createDirectories(place.resolve("store"))); Storage storage = s3.storage()) {
            s3.bucket(BUCKET);
            s3.serve(() -> {
                new DemoAssets(storage, BUCKET, progress).folder(assets);
                cases.run(suite.toAbsolutePath().getParent(), only, seeds, resource -> Session.open(resource,
                        new SessionOptions("s3://" + BUCKET + "/runs", device, false, place.resolve("scratch")), s3.storage(), progress), bench.apply(progress));
            });
        }
    }
}
