package dev.reassembly.model.compose;

import dev.reassembly.model.cut.Feature;

/** What a head adds to a network: weight and bias, and one matrix-vector product a sample. */
public record HeadCost(long parameters, long flops) {
    public static HeadCost of(Feature last, Head head) {
        long weight = Math.multiplyExact(last.channels(), (long) head.classes());
        return new HeadCost(weight + head.classes(), weight);
    }
}
