package dev.reassembly.performance;

import dev.reassembly.partition.PartitionProblem;
import java.util.List;
import java.util.Map;

/** How often a search for a partition finds the best one, {@code optimal}, and how much of the largest J it misses on the average, {@code gap_percent}. */
public final class PartitionGap {
    private static final double ROUNDING = 1e-9;

    private PartitionGap() {}

    /** @param arguments models, layers of all of them, blocks a model, restarts, zoos */
    public static void main(String[] arguments) {
        int models = Integer.parseInt(arguments[0]);
        int layers = Integer.parseInt(arguments[1]);
        int blocks = Integer.parseInt(arguments[2]);
        int restarts = Integer.parseInt(arguments[3]);
        int zoos = Integer.parseInt(arguments[4]);
        int optimal = 0;
        double gap = 0;
        for (int seed = 1; seed <= zoos; seed++) {
            PartitionProblem zoo = SyntheticZoo.of(seed, models, layers);
            double largest = new ExactPartition(zoo, blocks, PartitionSpeed.TOLERANCE).largest();
            double missed = 1 - PartitionSpeed.search(zoo, blocks, restarts, seed).objective() / largest;
            if (Math.abs(missed) < ROUNDING) {
                optimal++;
            } else {
                gap += 100 * missed / zoos;
            }
        }
        Timing.print(Map.of("optimal", List.of((double) optimal / zoos), "gap_percent", List.of(gap)));
    }
}
