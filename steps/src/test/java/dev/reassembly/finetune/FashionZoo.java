package dev.reassembly.finetune;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The networks and pictures of manifests/examples/mixed, read without the project's own code. */
final class FashionZoo {
    static final int SIDE = 28;
    static final Path EXAMPLE = Path.of("../manifests/examples/mixed");
    private static final float MEAN = 73;
    private static final float STD = 90;

    private FashionZoo() {}

    static Path model(String name) {
        return EXAMPLE.resolve("zoo").resolve(name + ".onnx");
    }

    /** The first pictures of a part, [count, 1, 28, 28], as the networks read them. */
    static float[] pictures(String part, int count) throws IOException {
        byte[] bytes = values(part + "-images-idx3", 16, count * SIDE * SIDE);
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((bytes[i] & 0xff) - MEAN) / STD;
        }
        return pixels;
    }

    static int[] labels(String part, int count) throws IOException {
        byte[] bytes = values(part + "-labels-idx1", 8, count);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = bytes[i];
        }
        return labels;
    }

    private static byte[] values(String file, int header, int count) throws IOException {
        Path path = EXAMPLE.resolve("data/fashion-small").resolve(file + "-ubyte.gz");
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(path)))) {
            in.skipNBytes(header);
            return in.readNBytes(count);
        }
    }
}
