package dev.reassembly.performance;

import dev.reassembly.partition.PartitionProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The largest J of a small zoo, by enumeration: for every choice of anchors, each model is cut in the best of all ways that keep those anchors which are
 * blocks of it. Set 0 holds first blocks and nothing else; all layers are of the same size.
 */
final class ExactPartition {
    private final double[][] similarity;
    private final int blocks;
    private final int[] offsets;
    /** For each model all ways to cut it: K+1 boundaries. */
    private final List<List<int[]>> ways = new ArrayList<>();
    private final int[] model;
    private final int[] from;
    private final int[] to;
    private double best;

    /** @param tolerance a block has fewer than (1 + tolerance) / K of its model's layers, or as few as can be */
    ExactPartition(PartitionProblem zoo, int blocks, double tolerance) {
        this.similarity = zoo.similarity();
        this.blocks = blocks;
        this.offsets = new int[zoo.models().size()];
        for (int m = 0; m < offsets.length; m++) {
            offsets[m] = zoo.offset(m);
            int layers = zoo.models().get(m).layers();
            int limit = (int) Math.max((layers + blocks - 1) / blocks, Math.ceil((1 + tolerance) * layers / blocks - 1e-9) - 1);
            List<int[]> all = new ArrayList<>();
            cut(new int[blocks + 1], 0, layers, limit, all);
            ways.add(all);
        }
        model = new int[blocks];
        from = new int[blocks];
        to = new int[blocks];
    }

    double largest() {
        best = Double.NEGATIVE_INFINITY;
        choose(0, 0);
        return best;
    }

    private void cut(int[] boundaries, int k, int layers, int limit, List<int[]> all) {
        if (k == blocks) {
            if (boundaries[k] == layers) {
                all.add(boundaries.clone());
            }
            return;
        }
        for (int end = boundaries[k] + 1; end <= Math.min(layers, boundaries[k] + limit); end++) {
            boundaries[k + 1] = end;
            cut(boundaries, k + 1, layers, limit, all);
        }
    }

    /** Anchors of the sets from 1 on are chosen in one order only: which of these sets is which makes no difference. */
    private void choose(int set, int least) {
        if (set == blocks) {
            double sum = 0;
            for (int m = 0; m < offsets.length && sum > Double.NEGATIVE_INFINITY; m++) {
                sum += bestWay(m);
            }
            best = Math.max(best, sum);
            return;
        }
        int number = 0;
        for (int m = 0; m < offsets.length; m++) {
            int layers = ways.get(m).get(0)[blocks];
            for (int start = 0; start < layers; start++) {
                for (int end = start + 1; end <= layers; end++) {
                    if (start == 0 == (set == 0) && ++number > least) {
                        model[set] = m;
                        from[set] = start;
                        to[set] = end;
                        choose(set + 1, set == 0 ? 0 : number);
                    }
                }
            }
        }
    }

    /** Minus infinity where no way to cut the model has the anchors among its blocks that are to be. */
    private double bestWay(int m) {
        double most = Double.NEGATIVE_INFINITY;
        long own = Arrays.stream(model).filter(anchored -> anchored == m).count();
        for (int[] way : ways.get(m)) {
            double sum = 0;
            int kept = 0;
            for (int k = 0; k < blocks; k++) {
                double served = Double.NEGATIVE_INFINITY;
                boolean anchor = false;
                for (int set = k == 0 ? 0 : 1; set < (k == 0 ? 1 : blocks); set++) {
                    double value = similarity[offsets[m] + way[k]][offsets[model[set]] + from[set]]
                            + similarity[offsets[m] + way[k + 1]][offsets[model[set]] + to[set]];
                    boolean itself = model[set] == m && from[set] == way[k] && to[set] == way[k + 1];
                    served = itself || !anchor && value > served ? value : served;
                    anchor |= itself;
                }
                kept += anchor ? 1 : 0;
                sum += served;
            }
            most = kept == own && sum > most ? sum : most;
        }
        return most;
    }
}
