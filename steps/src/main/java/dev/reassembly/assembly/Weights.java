package dev.reassembly.assembly;

/**
 * One additive quantity over paths of blocks: {@code entry} for the first block, {@code arc} for a joint and the block after it,
 * {@code exit} for the head after the last block. Values are whole numbers below 2^53 unless mixed, so sums are exact.
 */
record Weights(double[] entry, double[][] arc, double[] exit) {
    static Weights zero(int blocks) {
        return new Weights(new double[blocks], new double[blocks][blocks], new double[blocks]);
    }

    /** This plus {@code factor} times {@code other}. */
    Weights plus(double factor, Weights other) {
        Weights sum = zero(entry.length);
        for (int b = 0; b < entry.length; b++) {
            sum.entry[b] = entry[b] + factor * other.entry[b];
            sum.exit[b] = exit[b] + factor * other.exit[b];
            for (int c = 0; c < entry.length; c++) {
                sum.arc[b][c] = arc[b][c] + factor * other.arc[b][c];
            }
        }
        return sum;
    }

    Weights times(double factor) {
        return zero(entry.length).plus(factor, this);
    }

    double of(int[] path) {
        double sum = entry[path[0]] + exit[path[path.length - 1]];
        for (int i = 1; i < path.length; i++) {
            sum += arc[path[i - 1]][path[i]];
        }
        return sum;
    }
}
