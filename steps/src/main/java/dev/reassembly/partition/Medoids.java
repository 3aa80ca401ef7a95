package dev.reassembly.partition;

/** The anchors of given sets: in each the block with the largest summed similarity to all blocks of the set. */
final class Medoids {
    private Medoids() {}

    static Anchors of(BlockSpace space, int[][] cuts, int[][] sets) {
        Anchors anchors = new Anchors(space.sets);
        int[] froms = new int[space.models * space.sets];
        int[] tos = new int[froms.length];
        for (int set = 0; set < space.sets; set++) {
            int members = 0;
            for (int m = 0; m < space.models; m++) {
                for (int k = 0; k < space.sets; k++) {
                    if (sets[m][k] == set) {
                        froms[members] = space.offset(m) + cuts[m][k];
                        tos[members++] = space.offset(m) + cuts[m][k + 1];
                    }
                }
            }
            double best = Double.NEGATIVE_INFINITY;
            for (int m = 0; m < space.models; m++) {
                for (int k = 0; k < space.sets; k++) {
                    if (sets[m][k] == set) {
                        double sum = summed(space.alike(m, cuts[m][k]), space.alike(m, cuts[m][k + 1]), froms, tos, members);
                        if (sum > best) {
                            best = sum;
                            anchors.set(set, m, cuts[m][k], cuts[m][k + 1]);
                        }
                    }
                }
            }
        }
        return anchors;
    }

    private static double summed(double[] start, double[] end, int[] froms, int[] tos, int members) {
        // Two sums that need not wait for one another.
        double inputs = 0;
        double outputs = 0;
        for (int i = 0; i < members; i++) {
            inputs += start[froms[i]];
            outputs += end[tos[i]];
        }
        return inputs + outputs;
    }
}
