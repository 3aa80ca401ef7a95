package dev.reassembly.pipeline;

import dev.reassembly.model.compose.BlockRef;
import java.util.List;

/**
 * Two networks stitched, beside both of them whole. Metrics are the task's, on the test split.
 *
 * @param blocks the first block of one network and the last of the other
 * @param cka similarity of the tensors that the stitch joins: the output of the first block and the true input of the last
 * @param r2 how much of that input the fitted stitch explains on examples that were held out; null without a stitch
 * @param probe accuracy of a linear probe behind the fitted stitch and the last block, before training; null where it is not defined
 * @param metric null where nothing was trained, or the training diverged
 * @param parameters with stitch and head; null without a stitch
 * @param flops multiply-accumulates for one sample, with stitch and head; null without a stitch
 */
public record NetworkPair(List<BlockRef> blocks, double cka, Outcome outcome, Double r2, Double probe, Double metric, Long parameters, Long flops,
        Whole front, Whole back) {
    public enum Outcome {
        TRAINED, DIVERGED,
        /** No stitch leads from one block to the other. */
        NO_STITCH
    }

    /**
     * A whole network with a new head, trained as long.
     *
     * @param flops multiply-accumulates for one sample, head included
     * @param metric null where the training diverged
     */
    public record Whole(long flops, Double metric) {}
}
