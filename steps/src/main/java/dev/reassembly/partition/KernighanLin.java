package dev.reassembly.partition;

/**
 * The paper's local moves: for each pair of neighbouring blocks the boundary stays, or moves one layer forward or back, whichever
 * serves the two blocks best; again and again until nothing moves.
 */
final class KernighanLin implements ChainCutter {
    /** Moves must gain more than rounding, or two equal cuts could alternate for ever. */
    private static final double GAIN = 1e-12;

    @Override
    public void cut(Affinity affinity, int model, int[] cuts, int[] sets) {
        boolean moved;
        do {
            moved = false;
            for (int k = 1; k < sets.length; k++) {
                int boundary = cuts[k];
                int best = boundary;
                double bestValue = pair(affinity, model, k, cuts[k - 1], boundary, cuts[k + 1]);
                for (int candidate = boundary - 1; candidate <= boundary + 1; candidate += 2) {
                    double value = pair(affinity, model, k, cuts[k - 1], candidate, cuts[k + 1]);
                    if (value > bestValue + GAIN) {
                        bestValue = value;
                        best = candidate;
                    }
                }
                cuts[k] = best;
                moved |= best != boundary;
            }
        } while (moved);
        for (int k = 0; k < sets.length; k++) {
            sets[k] = affinity.set(model, k, cuts[k], cuts[k + 1]);
        }
    }

    private static double pair(Affinity affinity, int model, int k, int from, int boundary, int to) {
        return boundary <= from || boundary >= to ? Double.NEGATIVE_INFINITY
                : affinity.best(model, k - 1, from, boundary) + affinity.best(model, k, boundary, to);
    }
}
