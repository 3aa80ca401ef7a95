package dev.reassembly.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Every model cut into blocks of about equal size, its block k in set k, without a look at what the blocks do: what a partition is compared with. */
public final class EvenCuts {
    private EvenCuts() {}

    /**
     * Boundary k lies where the sum of sizes is nearest to k/K of the whole, the earlier of two equally near ones, and leaves every block a layer.
     *
     * @param models names
     * @param sizes of each model's layers, not negative
     * @param blocks K, at most the layers of any model
     */
    public static Partition of(List<String> models, List<List<Long>> sizes, int blocks) {
        List<Partition.Cuts> cuts = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            cuts.add(new Partition.Cuts(models.get(m), boundaries(sizes.get(m), blocks), IntStream.range(0, blocks).boxed().toList()));
        }
        return new Partition(cuts, IntStream.range(0, blocks).mapToObj(b -> new Partition.Block(0, b)).toList(), 0, List.of());
    }

    private static List<Integer> boundaries(List<Long> sizes, int blocks) {
        if (sizes.size() < blocks) {
            throw new IllegalArgumentException(sizes.size() + " layers for " + blocks + " blocks");
        }
        double[] sums = new double[sizes.size() + 1];
        for (int i = 0; i < sizes.size(); i++) {
            sums[i + 1] = sums[i] + sizes.get(i);
        }
        double total = sums[sizes.size()];
        List<Integer> boundaries = new ArrayList<>(List.of(0));
        for (int k = 1; k < blocks; k++) {
            int first = boundaries.get(k - 1) + 1;
            int last = sizes.size() - (blocks - k);
            int best = first;
            for (int at = first; at <= last; at++) {
                if (Math.abs(sums[at] - total * k / blocks) < Math.abs(sums[best] - total * k / blocks)) {
                    best = at;
                }
            }
            boundaries.add(best);
        }
        boundaries.add(sizes.size());
        return List.copyOf(boundaries);
    }
}
