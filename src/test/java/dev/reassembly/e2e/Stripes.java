package dev.reassembly.e2e;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Noisy grey pictures of three classes (horizontal, vertical, diagonal stripes) in the IDX format. */
final class Stripes {
    private Stripes() {}

    static void write(Path folder, int train, int test) throws IOException {
        Files.createDirectories(folder);
        write(folder, "train", train, 1);
        write(folder, "t10k", test, 2);
    }

    private static void write(Path folder, String part, int count, long seed) throws IOException {
        Random random = new Random(seed);
        int size = TinyZoo.SIZE;
        try (DataOutputStream images = new DataOutputStream(Files.newOutputStream(folder.resolve(part + "-images-idx3-ubyte")));
                DataOutputStream labels = new DataOutputStream(Files.newOutputStream(folder.resolve(part
                        + "-labels-idx1-ubyte")))) {
            for (int value : new int[] {0x803, count, size, size}) {
                images.writeInt(value);
            }
            labels.writeInt(0x801);
            labels.writeInt(count);
            for (int i = 0; i < count; i++) {
                int label = i % 3;
                int phase = random.nextInt(4);
                labels.writeByte(label);
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        int along = label == 0 ? y : label == 1 ? x : x + y;
                        int bright = (along + phase) / 2 % 2 == 0 ? 180 : 70;
                        images.writeByte(Math.min(Math.max(bright + (int) (random.nextGaussian() * 45), 0), 255));
                    }
                }
            }
        }
    }
}
