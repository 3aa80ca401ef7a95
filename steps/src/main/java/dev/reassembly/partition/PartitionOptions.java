package dev.reassembly.partition;

import dev.reassembly.failure.InvalidInputException;
import java.util.Objects;

/**
 * How a zoo is partitioned.
 *
 * @param blocks K, the number of blocks a model and of equivalence sets; at least 2
 * @param balance what the sizes in the problem were measured in; only named in messages
 * @param tolerance epsilon: a block is smaller than (1 + epsilon) / K of its model
 * @param solver how a model is cut while the anchors stand still
 * @param membership which sets a block may join
 * @param restarts independent starts, the best of which is kept
 * @param seed the same seed gives the same partition, whatever the number of threads
 * @param threads restarts that run at once
 */
public record PartitionOptions(int blocks, Balance balance, double tolerance, Solver solver, Membership membership, int restarts,
        long seed, int threads) {
    public PartitionOptions {
        atLeast("spec.partition.blocks", blocks, 2);
        atLeast("spec.partition.restarts", restarts, 1);
        atLeast("threads", threads, 1);
        if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException("spec.partition.tolerance", tolerance + " found, at least 0 allowed");
        }
        Objects.requireNonNull(balance, "balance");
        Objects.requireNonNull(solver, "solver");
        Objects.requireNonNull(membership, "membership");
    }

    /** With the default membership, {@link Membership#STEMS_APART}. */
    public PartitionOptions(int blocks, Balance balance, double tolerance, Solver solver, int restarts, long seed, int threads) {
        this(blocks, balance, tolerance, solver, Membership.STEMS_APART, restarts, seed, threads);
    }

    private static void atLeast(String field, int found, int least) {
        if (found < least) {
            throw new InvalidInputException(field, found + " found, at least " + least + " allowed");
        }
    }
}
