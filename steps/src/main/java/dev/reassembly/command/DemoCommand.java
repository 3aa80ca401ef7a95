package dev.reassembly.command;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.pipeline.Session;
import dev.reassembly.pipeline.SessionOptions;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.EmbeddedS3;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job on real networks, without a cluster: an embedded S3 store, a zoo and data in it, and a run. */
@Command(name = "demo", description = "Runs an example with an embedded S3 store on a local folder: real networks, real data, no cluster.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String BUCKET = "reassembly";

    /** Examples on the zoo and data of another. */
    private static final Map<String, String> BORROWED = Map.of("front", "mixed");

    @Parameters(paramLabel = "EXAMPLE", defaultValue = "sentiment",
            description = "sentiment, mixed, front, or vision (needs --assets); the file is manifests/examples/EXAMPLE.yaml (default: ${DEFAULT-VALUE}).")
    private String example;

    @Option(names = "--assets", paramLabel = "FOLDER", description = "A folder with zoo/ and data/ to put into the store; all but vision bring their own.")
    private Path assets;

    @Option(names = "--work", paramLabel = "FOLDER", description = "Where the store and scratch files live (default: demo in the project).")
    private Path work;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--fresh", description = "Compute every step anew, even when its result is stored.")
    private boolean fresh;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text",
            description = "text, or json: the last line of standard output is then one JSON object (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(Objects.requireNonNullElse(System.getenv("REASSEMBLY_HOME"), ".")).toAbsolutePath().normalize();
        Path file = home.resolve("manifests/examples/" + example + ".yaml");
        if (!example.matches("[a-z0-9-]+") || !Files.exists(file)) {
            throw new InvalidInputException("EXAMPLE", "there is no " + file);
        }
        Path bundled = home.resolve("manifests/examples").resolve(BORROWED.getOrDefault(example, example));
        boolean sentiment = assets == null && example.equals("sentiment");
        if (assets == null && !sentiment && !Files.isDirectory(bundled.resolve("zoo"))) {
            throw new InvalidInputException("--assets", "the example " + example + " needs a folder with its zoo and data; see manifests/examples/README.md");
        }
        Path folder = (work == null ? home.resolve("demo") : work).toAbsolutePath();
        Progress progress = RunArguments.progress();
        try (EmbeddedS3 s3 = EmbeddedS3.start(Files.createDirectories(folder.resolve("store"))); Storage storage = s3.storage()) {
            s3.bucket(BUCKET);
            progress.message("embedded S3 store at " + s3.endpoint() + ", its files in " + folder.resolve("store"));
            s3.serve(() -> {
                DemoAssets upload = new DemoAssets(storage, BUCKET, progress);
                if (sentiment) {
                    upload.sentiment(home.resolve("steps/target/zoo"));
                } else {
                    upload.folder(assets == null ? bundled : assets);
                }
                try (Session session = Session.open(file, new SessionOptions("s3://" + BUCKET + "/runs", device, fresh, folder.resolve("scratch")), storage,
                        progress)) {
                    Outcome.print(session.publish(), session, output);
                }
            });
            if (output == OutputFormat.TEXT) {
                System.out.println("files   " + folder.resolve("store").resolve(BUCKET).resolve("output").resolve(example));
            }
            return 0;
        }
    }
}
