package dev.reassembly.probe;

import dev.reassembly.similarity.CenteredGram;
import dev.reassembly.similarity.FloatFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link ProbeResult} as a file: a {@link FloatFile} whose numbers are the features of all cuts and then the Grams, cut by
 * cut and within a cut minibatch by minibatch.
 */
public final class ProbeFile {
    private static final String FORMAT = "probe";
    private static final int VERSION = 1;

    private ProbeFile() {}

    private record Header(String model, int samples, List<Integer> channels, int batch, int minibatches, int[] labels,
            List<Double> latencyMs) {}

    /** Writes the whole file or none: it is written beside its place and moved there. */
    public static void write(ProbeResult result, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                write(result, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The caller closes the stream. */
    public static void write(ProbeResult result, OutputStream out) throws IOException {
        int minibatches = result.grams().isEmpty() ? 0 : result.grams().get(0).size();
        Header header = new Header(result.model(), result.samples(), result.channels(), result.batch(), minibatches,
                result.labels(), result.latencyMs());
        List<float[]> numbers = new ArrayList<>(result.features());
        result.grams().forEach(numbers::addAll);
        FloatFile.write(out, FORMAT, VERSION, header, numbers);
    }

    /** @throws dev.reassembly.failure.InvalidInputException when the file is not a probe's */
    public static ProbeResult read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads what {@link #write} wrote; the caller closes the stream.
     *
     * @param subject what errors call the file
     * @throws dev.reassembly.failure.InvalidInputException when it is not a probe's file
     */
    public static ProbeResult read(InputStream in, String subject) throws IOException {
        FloatFile file = FloatFile.open(in, subject, FORMAT, VERSION);
        Header header = file.header(Header.class);
        List<float[]> features = new ArrayList<>();
        for (int channels : header.channels()) {
            features.add(file.floats(Math.multiplyExact(header.samples(), channels)));
        }
        List<List<float[]>> grams = new ArrayList<>();
        for (int cut = 0; cut < header.channels().size(); cut++) {
            List<float[]> ofCut = new ArrayList<>();
            for (int i = 0; i < header.minibatches(); i++) {
                ofCut.add(file.floats(CenteredGram.length(header.batch())));
            }
            grams.add(List.copyOf(ofCut));
        }
        return new ProbeResult(header.model(), header.samples(), List.copyOf(features), header.channels(), List.copyOf(grams),
                header.batch(), header.labels(), header.latencyMs());
    }
}
