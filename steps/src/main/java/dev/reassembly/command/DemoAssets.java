package dev.reassembly.command;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectStore;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Puts an example's zoo and data into the embedded store; what is there already with the same size is left alone. */
final class DemoAssets {
    private static final String SENTENCES = "/demo/sentiment/sentences.jsonl";

    private final ObjectStore store;
    private final Progress progress;

    DemoAssets(Storage storage, String bucket, Progress progress) {
        this.store = storage.storeFor(Location.parse("bucket", "s3://" + bucket + "/"));
        this.progress = progress;
    }

    /** The bundled sentences, and the text encoders that the build unpacked. */
    void sentiment(Path zoo) throws IOException {
        if (!Files.isDirectory(zoo)) {
            throw new InvalidInputException(zoo.toString(), "the demo's networks are missing; run mvn package");
        }
        put(files(zoo), zoo, "zoo/");
        try (InputStream in = DemoAssets.class.getResourceAsStream(SENTENCES)) {
            byte[] sentences = in.readAllBytes();
            String key = "data/sentiment/sentences.jsonl";
            if (store.stat(key).filter(o -> o.bytes() == sentences.length).isEmpty()) {
                store.put(key, sentences);
            }
        }
    }

    /** Everything below the folder, under the same names. */
    void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException("--assets", folder + " is not a folder");
        }
        put(files(folder), folder, "");
    }

    private void put(List<Path> files, Path root, String prefix) throws IOException {
        try (Progress.Work work = progress.start("upload", files.size())) {
            for (Path file : files) {
                String key = prefix + root.relativize(file).toString().replace('\\', '/');
                if (store.stat(key).filter(o -> o.bytes() == size(file)).isEmpty()) {
                    store.put(key, file);
                }
                work.advance(1);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
