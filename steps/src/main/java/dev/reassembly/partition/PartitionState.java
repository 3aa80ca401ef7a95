package dev.reassembly.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts, sets and anchors of a whole zoo. Anchors are blocks of their own sets, so no set is empty. */
final class PartitionState {
    private final BlockSpace space;
    private final int[][] cuts;
    private final int[][] sets;
    private final Anchors anchors;
    private final double objective;

    /** Moves every anchor to the medoid of its set. No set may be empty. */
    PartitionState(BlockSpace space, int[][] cuts, int[][] sets) {
        this(space, cuts, sets, Medoids.of(space, cuts, sets));
    }

    PartitionState(BlockSpace space, int[][] cuts, int[][] sets, Anchors anchors) {
        this.space = space;
        this.cuts = cuts;
        this.sets = sets;
        this.anchors = anchors;
        this.objective = objective(space, cuts, sets, anchors);
    }

    double objective() {
        return objective;
    }

    /** Whether all models have the same blocks in the same sets. */
    boolean cutLike(PartitionState other) {
        return Arrays.deepEquals(cuts, other.cuts) && Arrays.deepEquals(sets, other.sets);
    }

    /** Cuts and assigns all models anew for the present anchors, fills sets that ran empty and moves the anchors. */
    PartitionState improved(ChainCutter cutter, boolean keepAnchors) {
        int[][] newCuts = copy(cuts);
        int[][] newSets = copy(sets);
        Affinity affinity = new Affinity(space, anchors, keepAnchors);
        for (int m = 0; m < space.models; m++) {
            cutter.cut(affinity, m, newCuts[m], newSets[m]);
        }
        Anchors targets = anchors.copy();
        Reseeding.fillEmptySets(space, newCuts, newSets, targets);
        return new PartitionState(space, newCuts, newSets);
    }

    Partition toPartition(List<String> names, List<Double> trace) {
        List<Partition.Cuts> models = new ArrayList<>();
        for (int m = 0; m < space.models; m++) {
            models.add(new Partition.Cuts(names.get(m), boxed(cuts[m]), boxed(sets[m])));
        }
        List<Partition.Block> blocks = new ArrayList<>();
        for (int set = 0; set < space.sets; set++) {
            int model = anchors.model()[set];
            blocks.add(new Partition.Block(model, Arrays.binarySearch(cuts[model], anchors.from()[set])));
        }
        return new Partition(List.copyOf(models), List.copyOf(blocks), objective, List.copyOf(trace));
    }

    private static double objective(BlockSpace space, int[][] cuts, int[][] sets, Anchors anchors) {
        Affinity affinity = new Affinity(space, anchors, true);
        double sum = 0;
        for (int m = 0; m < cuts.length; m++) {
            for (int k = 0; k < sets[m].length; k++) {
                sum += affinity.value(m, cuts[m][k], cuts[m][k + 1], sets[m][k]);
            }
        }
        return sum;
    }

    private static int[][] copy(int[][] rows) {
        return Arrays.stream(rows).map(int[]::clone).toArray(int[][]::new);
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
