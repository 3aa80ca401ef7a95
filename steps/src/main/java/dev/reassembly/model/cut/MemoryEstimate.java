package dev.reassembly.model.cut;

import java.util.List;

/**
 * Peak memory of running layers one after the other in float32 on one sample: all weights, and the largest layer's activations.
 */
public final class MemoryEstimate {
    private static final long FLOAT_BYTES = 4;

    private MemoryEstimate() {}

    /** @param further parameters beside the layers' own, such as those of stitches and head */
    public static long bytes(List<Layer> layers, long further) {
        long parameters = layers.stream().mapToLong(Layer::parameters).sum() + further;
        long activations = layers.stream().mapToLong(Layer::activationBytes).max().orElse(0);
        return Math.addExact(Math.multiplyExact(parameters, FLOAT_BYTES), activations);
    }
}
