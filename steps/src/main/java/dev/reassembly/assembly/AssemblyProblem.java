package dev.reassembly.assembly;

import java.util.List;
import java.util.Objects;

/**
 * What the integer programme chooses from: K equivalence sets of blocks, what joining two of them costs and is worth, and what
 * may be spent. Scores add up over blocks, joints and the head; more is better.
 *
 * @param sets K; the set of each block lies between 0 and K-1
 * @param stitches asked once for each ordered pair of blocks that may stand side by side
 * @param heads for each block, in the order of {@code blocks}, the head that follows it when it comes last
 */
public record AssemblyProblem(int sets, List<Block> blocks, Stitches stitches, List<HeadCost> heads, BudgetBounds budget) {
    /**
     * A block on offer.
     *
     * @param from first layer
     * @param to one past the last layer
     * @param set its equivalence set
     * @param stem whether it reads the network's input (from is 0)
     * @param activationBytes the most over its layers, for one sample
     * @param score its additive part of the objective
     */
    public record Block(String model, int from, int to, int set, boolean stem, long parameters, long flops, double latencyMs,
            long activationBytes, double score) {
        public Block {
            notNegative(model + " " + from + ".." + to, parameters, flops, latencyMs, activationBytes, score);
        }

        /** Whether {@code next} goes on where this block of the same model ends. */
        public boolean continuedBy(Block next) {
            return model.equals(next.model) && to == next.from;
        }
    }

    /** What a trainable stitch between two blocks costs and is worth, and whether it may be at all. */
    public record StitchCost(long parameters, long flops, double latencyMs, long activationBytes, double score, boolean allowed) {
        public StitchCost {
            notNegative("stitch", parameters, flops, latencyMs, activationBytes, score);
        }
    }

    /** What the head after a last block costs and is worth. */
    public record HeadCost(long parameters, long flops, double latencyMs, double score) {
        public HeadCost {
            notNegative("head", parameters, flops, latencyMs, 0, score);
        }
    }

    /** Stitches by the positions of the two blocks in {@link AssemblyProblem#blocks}. */
    @FunctionalInterface
    public interface Stitches {
        /**
         * The stitch that would stand between two blocks. Blocks that continue each other in one model join without one: then
         * only the score counts (what leaving the two together is worth), except in a stitched parent.
         */
        StitchCost between(int from, int to);
    }

    public AssemblyProblem {
        blocks = List.copyOf(blocks);
        heads = List.copyOf(heads);
        Objects.requireNonNull(stitches, "stitches");
        Objects.requireNonNull(budget, "budget");
        if (sets < 1 || sets > 62) {
            throw new IllegalArgumentException(sets + " sets, 1 to 62 are allowed");
        }
        if (heads.size() != blocks.size()) {
            throw new IllegalArgumentException(heads.size() + " heads for " + blocks.size() + " blocks");
        }
        for (Block block : blocks) {
            if (block.set < 0 || block.set >= sets) {
                throw new IllegalArgumentException(block + " is in none of " + sets + " sets");
            }
        }
    }

    /** The cost of the joint as it stands in an assembly: nothing between blocks that continue each other. */
    StitchCost joint(int from, int to) {
        StitchCost stitch = stitches.between(from, to);
        return blocks.get(from).continuedBy(blocks.get(to)) ? new StitchCost(0, 0, 0, 0, stitch.score, true) : stitch;
    }

    AssemblyProblem withBudget(BudgetBounds other) {
        return new AssemblyProblem(sets, blocks, stitches, heads, other);
    }

    private static void notNegative(String what, long parameters, long flops, double latencyMs, long activationBytes,
            double score) {
        if (parameters < 0 || flops < 0 || !(latencyMs >= 0) || Double.isInfinite(latencyMs) || activationBytes < 0
                || !Double.isFinite(score)) {
            throw new IllegalArgumentException(what + ": costs must not be negative and the score finite, found " + parameters
                    + " parameters, " + flops + " flops, " + latencyMs + " ms, " + activationBytes + " bytes, score " + score);
        }
    }
}
