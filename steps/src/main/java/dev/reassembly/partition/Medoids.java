package dev.reassembly.partition;

import java.util.Arrays;

/** The anchors of given sets: in each the block with the largest summed similarity to all blocks of the set. */
final class Medoids {
    private Medoids() {}

    static Anchors of(BlockSpace space, int[][] cuts, int[][] sets) {
        Anchors anchors = new Anchors(space.sets);
        double[] best = new double[space.sets];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        for (int m = 0; m < space.models; m++) {
            for (int k = 0; k < space.sets; k++) {
                int set = sets[m][k];
                double sum = summed(space, cuts, sets, set, m, cuts[m][k], cuts[m][k + 1]);
                if (sum > best[set]) {
                    best[set] = sum;
                    anchors.set(set, m, cuts[m][k], cuts[m][k + 1]);
                }
            }
        }
        return anchors;
    }

    private static double summed(BlockSpace space, int[][] cuts, int[][] sets, int set, int model, int from, int to) {
        double sum = 0;
        for (int m = 0; m < space.models; m++) {
            for (int k = 0; k < space.sets; k++) {
                if (sets[m][k] == set) {
                    sum += space.similarity(m, cuts[m][k], cuts[m][k + 1], model, from, to);
                }
            }
        }
        return sum;
    }
}
