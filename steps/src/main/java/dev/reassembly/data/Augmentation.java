package dev.reassembly.data;

import java.util.Random;

/**
 * Random changes to training pictures: a horizontal flip with probability one half, and a shift by up to {@code shift} of
 * the width and height in each direction, with the picture's edge repeated where it moves away (a shifted crop). What
 * happens to an example depends on the seed and its identity alone.
 *
 * @param shift part of the picture's side, 0 to below 0.5
 */
public record Augmentation(boolean flip, double shift) {
    public Augmentation {
        if (!(shift >= 0 && shift < 0.5)) {
            throw new IllegalArgumentException("shift must be from 0 to below 0.5, not " + shift);
        }
    }

    /** The changed example; texts are returned as they are. */
    public Example apply(Example example, long seed) {
        if (!(example.content() instanceof Example.Image image)) {
            return example;
        }
        Random random = new Random(StableHash.mix(seed, StableHash.of("augmentation", example.id())));
        boolean mirrored = flip && random.nextBoolean();
        int dx = offset(random, image.width());
        int dy = offset(random, image.height());
        byte[] changed = new byte[image.rgb().length];
        for (int y = 0, to = 0; y < image.height(); y++) {
            int row = clamp(y + dy, image.height()) * image.width();
            for (int x = 0; x < image.width(); x++, to += 3) {
                int column = clamp((mirrored ? image.width() - 1 - x : x) + dx, image.width());
                System.arraycopy(image.rgb(), (row + column) * 3, changed, to, 3);
            }
        }
        return new Example(example.id(), new Example.Image(image.width(), image.height(), changed), example.label());
    }

    private int offset(Random random, int side) {
        int most = (int) (shift * side);
        return random.nextInt(2 * most + 1) - most;
    }

    private static int clamp(int position, int side) {
        return Math.max(0, Math.min(side - 1, position));
    }
}
