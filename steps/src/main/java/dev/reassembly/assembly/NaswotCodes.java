package dev.reassembly.assembly;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Binary codes of some samples, a bit a unit, with units that are unknown to a sample because they belong to padding. An activation begins a new
 * word of 64 bits; what is left of its last word is known to nobody.
 */
final class NaswotCodes {
    private final List<Words> codes = new ArrayList<>();
    private final List<Words> known = new ArrayList<>();
    private final long[] units;

    NaswotCodes(int samples) {
        units = new long[samples];
        for (int i = 0; i < samples; i++) {
            codes.add(new Words());
            known.add(new Words());
        }
    }

    /**
     * Appends one activation's units to a sample; safe for different samples at once.
     *
     * @param values the sample's units, of which the sign counts
     * @param mask for each token whether it is known; null when all units are
     */
    void append(int sample, FloatBuffer values, boolean[] mask) {
        float[] all = new float[values.remaining()];
        values.get(all);
        Words code = codes.get(sample);
        Words knowing = known.get(sample);
        int begin = code.extend(all.length);
        knowing.extend(all.length);
        for (int from = 0; from < all.length; from += Long.SIZE) {
            long signs = 0;
            int count = Math.min(Long.SIZE, all.length - from);
            for (int i = 0; i < count; i++) {
                signs |= positive(all[from + i]) << i;
            }
            code.words[begin + from / Long.SIZE] = signs;
        }
        int tokens = mask == null ? 1 : mask.length;
        int perToken = all.length / tokens;
        for (int token = 0; token < tokens; token++) {
            if (mask == null || mask[token]) {
                knowing.set(begin * Long.SIZE + token * perToken, perToken);
            }
        }
        units[sample] += all.length;
    }

    /** 1 for a number above zero, else 0, without a branch: signs are as good as random. A negative number's bits are a negative integer. */
    private static long positive(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (~bits & -bits) >>> Integer.SIZE - 1;
    }

    /**
     * The kernel of Mellor et al.: the number of units minus the Hamming distance. A unit that one of the two samples does not
     * know counts as half an agreement, which keeps the kernel positive semidefinite.
     */
    double[][] kernel() {
        int n = units.length;
        double[][] kernel = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                long shared = 0;
                long different = 0;
                for (int w = 0; w < codes.get(i).count; w++) {
                    long both = known.get(i).words[w] & known.get(j).words[w];
                    shared += Long.bitCount(both);
                    different += Long.bitCount((codes.get(i).words[w] ^ codes.get(j).words[w]) & both);
                }
                kernel[i][j] = shared - different + (units[i] - shared) / 2.0;
                kernel[j][i] = kernel[i][j];
            }
        }
        return kernel;
    }

    private static final class Words {
        long[] words = new long[64];
        int count;

        /** Makes room for one activation's bits, all 0, and returns the place of its first word. */
        int extend(int bits) {
            int begin = count;
            count += (bits + Long.SIZE - 1) / Long.SIZE;
            if (count > words.length) {
                words = Arrays.copyOf(words, Math.max(count, 2 * words.length));
            }
            return begin;
        }

        void set(int from, int bits) {
            for (int i = from; i < from + bits;) {
                int within = i % Long.SIZE;
                int some = Math.min(Long.SIZE - within, from + bits - i);
                words[i / Long.SIZE] |= -1L >>> (Long.SIZE - some) << within;
                i += some;
            }
        }
    }
}
