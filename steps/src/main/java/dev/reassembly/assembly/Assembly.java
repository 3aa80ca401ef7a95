package dev.reassembly.assembly;

import dev.reassembly.model.compose.BlockRef;
import java.util.List;

/**
 * One candidate network and what was predicted of it before training.
 *
 * @param name short and stable, unique in the run, for example {@code a03}
 * @param kind what it is
 * @param blocks in order; neighbouring blocks of one model that continue each other are joined without a stitch unless
 *     {@code stitched} says otherwise
 * @param stitched for each block whether a trainable stitch stands before it (false for the first)
 * @param score the integer programme's additive objective
 * @param parameters with stitches and head
 * @param flops multiply-accumulates for one sample, stitches and head included
 * @param latencyMs predicted: sum of the measured latencies of its layers, stitches and head
 * @param memoryBytes predicted peak for one sample: weights and live activations
 */
public record Assembly(String name, Kind kind, List<BlockRef> blocks, List<Boolean> stitched, double score, long parameters,
        long flops, double latencyMs, long memoryBytes) {
    /** The same network, called otherwise. */
    public Assembly named(String other) {
        return as(kind, other);
    }

    /** The same network in another part. */
    Assembly as(Kind part, String other) {
        return new Assembly(other, part, blocks, stitched, score, parameters, flops, latencyMs, memoryBytes);
    }

    public enum Kind {
        /** Blocks of at least two models. */
        ASSEMBLY,
        /** A whole parent with a new head. */
        PARENT,
        /** A whole parent with a new head that learns from the zoo's best networks; only where distillation is asked for. */
        DISTILLED_PARENT,
        /** A whole parent with a trainable stitch inside itself. */
        STITCHED_PARENT,
        /** The first layers of one parent with a new head. */
        TRUNCATED_PARENT
    }
}
