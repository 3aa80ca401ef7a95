package dev.reassembly.partition;

import java.util.List;

/**
 * Equivalence sets over a zoo.
 *
 * @param models one entry a model, in zoo order
 * @param anchors the medoid block of each set
 * @param objective J, the summed similarity of all blocks to their anchors
 * @param trace J after each outer iteration of the winning restart; never decreasing
 */
public record Partition(List<Cuts> models, List<Block> anchors, double objective, List<Double> trace) {
    /**
     * @param boundaries K+1 cut indices from 0 to the number of layers, increasing
     * @param sets for each of the K blocks the 0-based equivalence set that it belongs to
     */
    public record Cuts(String model, List<Integer> boundaries, List<Integer> sets) {}

    /** A block: model by its position in the zoo, block by its position in the model. */
    public record Block(int model, int block) {}
}
