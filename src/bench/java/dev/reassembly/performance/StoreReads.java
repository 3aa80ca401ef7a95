package dev.reassembly.performance;

import dev.reassembly.api.v1alpha1.DatasetSpec;
import dev.reassembly.data.DataSource;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Datasets;
import dev.reassembly.data.Split;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.store.EmbeddedS3;
import dev.reassembly.store.LocalCopies;
import dev.reassembly.store.Location;
import dev.reassembly.store.Storage;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Reading from an S3 service on this machine what steps read: models to files with their digests, and a folder of pictures, decoded. {@code ours FOLDER}
 * reads them as steps do, {@code peer FOLDER} copies the same objects with the MinIO SDK, models to files, pictures
 * to nowhere; FOLDER holds the models. The service is the embedded one, in the same process, so that both pay for it alike.
 */
final class StoreReads {
    private static final String BUCKET = "reads";
    private static final int PICTURES = 2_000;
    private static final int CLASSES = 10;
    private static final int SIZE = 64;
    /** As many as a data set takes. */
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
    private static final int ROUNDS = 3;

    private final EmbeddedS3 server;
    private final Storage storage;
    private final Path work;
    private final List<String> models = new ArrayList<>();
    private final List<String> pictures = new ArrayList<>();
    private long bytes;

    private StoreReads(EmbeddedS3 server, Storage storage, Path work) {
        this.server = server;
        this.storage = storage;
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        try (ScratchFolder work = ScratchFolder.named("store-reads"); EmbeddedS3 server = EmbeddedS3.start(work.path().resolve("store"));
                Storage storage = server.storage()) {
            server.bucket(BUCKET);
            StoreReads reads = new StoreReads(server, storage, work.path());
            reads.uploadModels(Path.of(arguments[1]));
            reads.uploadPictures();
            switch (arguments[0]) {
                case "ours" -> reads.print(reads::copyModels, reads::readPictures);
                case "peer" -> reads.print(reads::copyModelsPlainly, () -> reads.copy(reads.pictures, THREADS, key -> OutputStream.nullOutputStream()));
                default -> throw new InvalidInputException("arguments", "found " + arguments[0] + ", allowed are ours and peer");
            }
        }
    }

    private void print(Callable<Void> readModels, Callable<Void> readPictures) throws Exception {
        List<Double> rates = new ArrayList<>();
        List<Double> files = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double models = seconds(readModels);
            double pictures = seconds(readPictures);
            if (round > 0) { // the first is for the compiler and the page cache
                rates.add(bytes / models / (1 << 20));
                files.add(PICTURES / pictures);
            }
        }
        Timing.print(Map.of("models_mib_per_s", rates, "pictures_per_s", files));
    }

    private Void copyModels() throws IOException {
        try (ScratchFolder scratch = ScratchFolder.in(work)) {
            LocalCopies copies = new LocalCopies(storage, scratch.path());
            for (String key : models) {
                copies.fetch("s3://" + BUCKET + "/" + key, null, key);
            }
        }
        return null;
    }

    private Void readPictures() throws IOException {
        DatasetSpec spec = new DatasetSpec("s3://" + BUCKET + "/pictures/", DatasetSpec.Format.ImageFolder, null, null, null, null, null, null, null);
        Dataset dataset = Datasets.open(spec, 0, DataSource.of(storage));
        int read = 0;
        for (Split split : Split.values()) {
            try (Dataset.Examples examples = dataset.open(split)) {
                for (; examples.hasNext(); examples.next()) {
                    read++;
                }
            }
        }
        if (read != PICTURES) {
            throw new StepFailedException("read " + read + " of " + PICTURES + " pictures");
        }
        return null;
    }

    private Void copyModelsPlainly() throws Exception {
        try (ScratchFolder scratch = ScratchFolder.in(work)) {
            copy(models, 1, key -> Files.newOutputStream(scratch.path().resolve(Path.of(key).getFileName())));
        }
        return null;
    }

    /** Where an object goes. */
    @FunctionalInterface
    private interface Target {
        OutputStream open(String key) throws IOException;
    }

    private Void copy(List<String> keys, int threads, Target target) throws Exception {
        MinioClient client = MinioClient.builder().endpoint(server.endpoint())
                .credentials(server.credentials().accessKey(), server.credentials().secretKey()).build();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String key : keys) {
                all.add(workers.submit(() -> {
                    try (InputStream object = client.getObject(GetObjectArgs.builder().bucket(BUCKET).object(key).build());
                            OutputStream out = target.open(key)) {
                        return object.transferTo(out);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
        return null;
    }

    private void uploadModels(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
                String key = "models/" + file.getFileName();
                storage.storeFor(Location.parse("bucket", "s3://" + BUCKET + "/")).put(key, file);
                models.add(key);
                bytes += Files.size(file);
            }
        }
    }

    /** Noise, which compresses badly: some 12 kB each. */
    private void uploadPictures() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path file = work.resolve("picture.png");
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < PICTURES; i++) {
            for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
                picture.setRGB(pixel % SIZE, pixel / SIZE, random.nextInt(1 << 24));
            }
            ImageIO.write(picture, "png", file.toFile());
            String key = "pictures/class" + i % CLASSES + "/" + i + ".png";
            storage.storeFor(Location.parse("bucket", "s3://" + BUCKET + "/")).put(key, Files.readAllBytes(file));
            pictures.add(key);
        }
    }

    private static double seconds(Callable<Void> work) throws Exception {
        long began = System.nanoTime();
        work.call();
        return (System.nanoTime() - began) / 1e9;
    }
}
