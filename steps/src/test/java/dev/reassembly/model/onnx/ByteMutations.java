package dev.reassembly.model.onnx;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages a file without knowing what it holds: bytes changed, and stretches cut, doubled, moved, or put in from elsewhere. */
final class ByteMutations {
    private static final int[] TELLING = {0, 1, 0x7f, 0x80, 0xff};

    private final SplittableRandom random;

    ByteMutations(SplittableRandom random) {
        this.random = random;
    }

    byte[] mutate(byte[] whole, byte[] other) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int length = random.nextInt(1, 1 + Math.min(bytes.length - at, random.nextBoolean() ? 8 : 1000));
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) TELLING[random.nextInt(TELLING.length)];
                case 2 -> Arrays.fill(bytes, at, at + length, (byte) TELLING[random.nextInt(TELLING.length)]);
                case 3 -> bytes = joined(bytes, 0, at, bytes, at + length, bytes.length);
                case 4 -> bytes = joined(bytes, 0, at + length, bytes, at, bytes.length);
                case 5 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                default -> {
                    int from = random.nextInt(other.length);
                    bytes = joined(bytes, 0, at, other, from, Math.min(other.length, from + length));
                    bytes = joined(bytes, 0, bytes.length, whole, Math.min(at, whole.length), whole.length);
                }
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] a, int from, int to, byte[] b, int from2, int to2) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(a, from, to - from);
        out.write(b, from2, to2 - from2);
        return out.toByteArray();
    }
}
