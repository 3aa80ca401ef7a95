package dev.reassembly.performance;

import dev.reassembly.partition.Balance;
import dev.reassembly.partition.Partition;
import dev.reassembly.partition.PartitionOptions;
import dev.reassembly.partition.PartitionProblem;
import dev.reassembly.partition.PartitionSearch;
import dev.reassembly.partition.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Partition of a synthetic zoo, once for each of several seeds of the search: {@code seconds} and J as {@code objective}. */
public final class PartitionSpeed {
    static final double TOLERANCE = 0.2;
    private static final long WARM_UP_NANOSECONDS = 2_000_000_000;

    private PartitionSpeed() {}

    /** @param arguments models, layers a model on the average, blocks a model, restarts, seeds */
    public static void main(String[] arguments) {
        int models = Integer.parseInt(arguments[0]);
        PartitionProblem zoo = SyntheticZoo.of(1, models, (int) Math.round(models * Double.parseDouble(arguments[1])));
        int blocks = Integer.parseInt(arguments[2]);
        int restarts = Integer.parseInt(arguments[3]);
        List<Double> seconds = new ArrayList<>();
        List<Double> objectives = new ArrayList<>();
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP_NANOSECONDS;) {
            search(zoo, blocks, restarts, 0);
        }
        for (int seed = 1; seed <= Integer.parseInt(arguments[4]); seed++) {
            long start = System.nanoTime();
            Partition partition = search(zoo, blocks, restarts, seed);
            seconds.add((System.nanoTime() - start) / 1e9);
            objectives.add(Math.rint(partition.objective() * 1e9) / 1e9); // sides sum up in different orders
        }
        Timing.print(Map.of("seconds", seconds, "objective", objectives));
    }

    /** With the pipeline's solver and sets, on all processors. */
    static Partition search(PartitionProblem zoo, int blocks, int restarts, long seed) {
        return PartitionSearch.solve(zoo, new PartitionOptions(blocks, Balance.LAYERS, TOLERANCE, Solver.DYNAMIC_PROGRAMMING, restarts, seed,
                Runtime.getRuntime().availableProcessors()));
    }
}
