package dev.reassembly.performance;

import dev.reassembly.partition.Balance;
import dev.reassembly.partition.Partition;
import dev.reassembly.partition.PartitionOptions;
import dev.reassembly.partition.PartitionProblem;
import dev.reassembly.partition.PartitionSearch;
import dev.reassembly.partition.Solver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Partition of a synthetic zoo, once for each of several seeds of the search: {@code seconds} and J as {@code objective}. */
public final class PartitionSpeed {
    static final double TOLERANCE = 0.2;

    private PartitionSpeed() {}

    /** @param arguments models, layers of all of them, blocks a model, restarts, seeds */
    public static void main(String[] arguments) {
        int[] n = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        PartitionProblem zoo = SyntheticZoo.of(1, n[0], n[1]);
        List<Double> seconds = new ArrayList<>();
        List<Double> objectives = new ArrayList<>();
        search(zoo, n[2], n[3], 0); // compiles
        for (int seed = 1; seed <= n[4]; seed++) {
            long start = System.nanoTime();
            Partition partition = search(zoo, n[2], n[3], seed);
            seconds.add((System.nanoTime() - start) / 1e9);
            objectives.add(partition.objective());
        }
        Timing.print(Map.of("seconds", seconds, "objective", objectives));
    }

    /** With the pipeline's solver and sets, on all processors. */
    static Partition search(PartitionProblem zoo, int blocks, int restarts, long seed) {
        return PartitionSearch.solve(zoo, new PartitionOptions(blocks, Balance.LAYERS, TOLERANCE, Solver.DYNAMIC_PROGRAMMING, restarts, seed,
                Runtime.getRuntime().availableProcessors()));
    }
}
