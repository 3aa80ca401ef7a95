package dev.reassembly.assembly;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Binary codes of some samples, a bit a unit, with units that are unknown to a sample because they belong to padding.
 */
final class NaswotCodes {
    private final List<BitSet> codes = new ArrayList<>();
    private final List<BitSet> known = new ArrayList<>();
    private final int[] lengths;

    NaswotCodes(int samples) {
        lengths = new int[samples];
        for (int i = 0; i < samples; i++) {
            codes.add(new BitSet());
            known.add(new BitSet());
        }
    }

    /**
     * Appends one activation's units to a sample.
     *
     * @param signs holds the sample's units from {@code offset}, positive or not
     * @param mask for each token whether it is known; null when all units are
     */
    void append(int sample, boolean[] signs, int offset, int units, boolean[] mask) {
        int start = lengths[sample];
        BitSet code = codes.get(sample);
        for (int i = 0; i < units; i++) {
            if (signs[offset + i]) {
                code.set(start + i);
            }
        }
        int perToken = mask == null ? units : units / mask.length;
        for (int token = 0; token < units / perToken; token++) {
            if (mask == null || mask[token]) {
                known.get(sample).set(start + token * perToken, start + (token + 1) * perToken);
            }
        }
        lengths[sample] = start + units;
    }

    /**
     * The kernel of Mellor et al.: the number of units minus the Hamming distance. A unit that one of the two samples does not
     * know counts as half an agreement, which keeps the kernel positive semidefinite.
     */
    double[][] kernel() {
        int n = lengths.length;
        double[][] kernel = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                BitSet both = (BitSet) known.get(i).clone();
                both.and(known.get(j));
                int shared = both.cardinality();
                BitSet different = (BitSet) codes.get(i).clone();
                different.xor(codes.get(j));
                different.and(both);
                kernel[i][j] = shared - different.cardinality() + (lengths[i] - shared) / 2.0;
                kernel[j][i] = kernel[i][j];
            }
        }
        return kernel;
    }
}
