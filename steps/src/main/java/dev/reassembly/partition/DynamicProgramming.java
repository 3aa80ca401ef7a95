package dev.reassembly.partition;

import java.util.Arrays;

/**
 * The best cut of a chain for fixed anchors, exactly: the best value of the first {@code to} layers in k blocks is the best over
 * {@code from} of the first {@code from} layers in k-1 blocks plus the block between, which goes to its most similar anchor.
 * O(K^2 L^2) comparisons a model. For one thread.
 */
final class DynamicProgramming implements ChainCutter {
    /** Best values and where their last blocks start, by blocks and layers; kept from call to call. */
    private double[][] best = {};
    private int[][] start = {};

    @Override
    public void cut(Affinity affinity, int model, int[] cuts, int[] sets) {
        int blocks = sets.length;
        BlockSpace space = affinity.space();
        int layers = space.layers(model);
        if (best.length <= blocks || best[0].length <= layers) {
            best = new double[blocks + 1][layers + 1];
            start = new int[blocks + 1][layers + 1];
        }
        for (double[] row : best) {
            Arrays.fill(row, 0, layers + 1, Double.NEGATIVE_INFINITY);
        }
        best[0][0] = 0;
        boolean bound = affinity.isBound(model);
        int offset = space.offset(model);
        for (int k = 0; k < blocks; k++) {
            int firstSet = space.membership.firstSet(k);
            int endSet = space.membership.endSet(k, blocks);
            double[] reached = best[k + 1];
            int earliest = space.earliest(model, blocks - 1 - k);
            for (int from = space.earliest(model, blocks - k); from < layers; from++) {
                double before = best[k][from];
                // The remaining blocks need a layer each.
                int end = before == Double.NEGATIVE_INFINITY ? from : Math.min(space.furthest(model, from), layers - (blocks - 1 - k));
                for (int to = Math.max(from + 1, earliest); to <= end; to++) {
                    double value = before + (bound ? affinity.best(model, k, from, to)
                            : affinity.bestOf(firstSet, endSet, offset + from, offset + to));
                    if (value > reached[to]) {
                        reached[to] = value;
                        start[k + 1][to] = from;
                    }
                }
            }
        }
        cuts[blocks] = layers;
        for (int k = blocks; k > 0; k--) {
            cuts[k - 1] = start[k][cuts[k]];
            sets[k - 1] = affinity.set(model, k - 1, cuts[k - 1], cuts[k]);
        }
    }
}
