package dev.reassembly.partition;

import dev.reassembly.failure.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds equivalence sets of blocks over a zoo (Yang et al., Deep Model Reassembly, NeurIPS 2022): it maximises J, the summed
 * similarity of all blocks to the anchors of their sets, over cuts, sets and anchors, within the size bounds. Every set holds at
 * least one block. The result is the best local optimum of many restarts.
 */
public final class PartitionSearch {
    private PartitionSearch() {}

    /**
     * The size bound of each model, in zoo order: say the relaxed ones to the user.
     *
     * @throws InvalidInputException if a model has fewer layers than blocks
     */
    public static List<SizeBound> bounds(PartitionProblem problem, PartitionOptions options) {
        return BlockSpace.bounds(problem, options);
    }

    /** @throws InvalidInputException if a model has fewer layers than blocks */
    public static Partition solve(PartitionProblem problem, PartitionOptions options) {
        BlockSpace space = new BlockSpace(problem, options);
        SplittableRandom seeds = new SplittableRandom(options.seed());
        List<Callable<Restart.Climb>> restarts = new ArrayList<>();
        for (int i = 0; i < options.restarts(); i++) {
            long seed = seeds.nextLong();
            restarts.add(() -> Restart.run(space, options.solver(), seed));
        }
        Restart.Climb best = best(restarts, options.threads());
        return best.state().toPartition(problem.models().stream().map(PartitionProblem.Model::name).toList(), best.trace());
    }

    private static Restart.Climb best(List<Callable<Restart.Climb>> restarts, int threads) {
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, restarts.size()));
        try {
            Restart.Climb best = null;
            // In the order of the restarts, so that the first of equals wins whatever thread ends first.
            for (Future<Restart.Climb> future : executor.invokeAll(restarts)) {
                Restart.Climb climb = future.get();
                if (best == null || climb.state().objective() > best.state().objective()) {
                    best = climb;
                }
            }
            return best;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while partitioning", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a restart of the partition failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
