package dev.reassembly.command;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectStore;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Puts an example's zoo and data into the embedded store; what is there already with the same size is left alone. */
final class DemoAssets {
    private static final String SENTENCES = "/demo/sentiment/sentences.jsonl";

    /** Small files wait for answers most of their time. */
    private static final int AT_ONCE = 8;

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

    /** Everything below the folder's zoo/ and data/, under the same names. */
    void folder(Path folder) throws IOException {
        for (String part : List.of("zoo", "data")) {
            if (!Files.isDirectory(folder.resolve(part))) {
                throw new InvalidInputException("--assets", folder + " has no folder " + part);
            }
            put(files(folder.resolve(part)), folder, "");
        }
    }

    private void put(List<Path> files, Path root, String prefix) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Progress.Work work = progress.start("upload", files.size())) {
            List<Future<Void>> uploads = new ArrayList<>();
            for (Path file : files) {
                String key = prefix + root.relativize(file).toString().replace('\\', '/');
                uploads.add(threads.submit(() -> {
                    put(key, file);
                    work.advance(1);
                    return null;
                }));
            }
            for (Future<Void> upload : uploads) {
                await(upload);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void put(String key, Path file) throws IOException {
        if (store.stat(key).filter(o -> o.bytes() == size(file)).isEmpty()) {
            store.put(key, file);
        }
    }

    private static void await(Future<Void> upload) throws IOException {
        try {
            upload.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted while uploading", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new StepFailedException("uploading failed: " + e.getCause(), e.getCause());
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
