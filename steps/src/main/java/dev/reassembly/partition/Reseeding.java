package dev.reassembly.partition;

/**
 * Keeps every set in use. A set that no block chose gets the block that its own anchor serves worst, among blocks that may join
 * the set and whose set keeps another one.
 */
final class Reseeding {
    private Reseeding() {}

    /** Changes {@code sets} and {@code anchors} in place. */
    static void fillEmptySets(BlockSpace space, int[][] cuts, int[][] sets, Anchors anchors) {
        int[] members = new int[space.sets];
        for (int[] row : sets) {
            for (int set : row) {
                members[set]++;
            }
        }
        for (int set = 0; set < space.sets; set++) {
            if (members[set] == 0) {
                int[] worst = worstServed(new Affinity(space, anchors, false), cuts, sets, members, set);
                int model = worst[0];
                int block = worst[1];
                members[sets[model][block]]--;
                members[set]++;
                sets[model][block] = set;
                anchors.set(set, model, cuts[model][block], cuts[model][block + 1]);
            }
        }
    }

    private static int[] worstServed(Affinity affinity, int[][] cuts, int[][] sets, int[] members, int empty) {
        int[] worst = null;
        double least = Double.POSITIVE_INFINITY;
        for (int m = 0; m < cuts.length; m++) {
            for (int k = 0; k < sets[m].length; k++) {
                if (members[sets[m][k]] < 2 || !affinity.space().membership.allows(k, empty, members.length)) {
                    continue;
                }
                double value = affinity.value(m, cuts[m][k], cuts[m][k + 1], sets[m][k]);
                if (value < least) {
                    least = value;
                    worst = new int[] {m, k};
                }
            }
        }
        return worst;
    }
}
