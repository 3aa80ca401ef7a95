package dev.reassembly.command;

import dev.reassembly.pipeline.Session;
import dev.reassembly.pipeline.SessionOptions;
import dev.reassembly.progress.Progress;
import dev.reassembly.progress.ProgressFactory;
import dev.reassembly.progress.ProgressStyle;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands that read a ModelReassembly take. */
final class RunArguments {
    @Parameters(paramLabel = "FILE", description = "The ModelReassembly, YAML or JSON.")
    Path file;

    @Option(names = "--store", paramLabel = "ADDRESS", description = "Where steps keep their results: s3://bucket/prefix or file:///folder. "
            + "Default: spec.storage.bucket. S3 is reached with S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    String store;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    String device;

    @Option(names = "--fresh", description = "Compute every step anew, even when its result is stored.")
    boolean fresh;

    @Option(names = "--scratch", paramLabel = "FOLDER", description = "Where models are copied to (default: a folder of the system's for temporary files).")
    Path scratch;

    Session open() throws IOException {
        return open(Storage.fromEnvironment(System.getenv()));
    }

    Session open(Storage storage) throws IOException {
        return Session.open(file, new SessionOptions(store, device, fresh, scratch), storage, progress());
    }

    static Progress progress() {
        return ProgressFactory.create(ProgressStyle.AUTO);
    }
}
