package dev.reassembly.model.run;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.reassembly.engine.ScriptedOperator;

/**
 * min(max(x, low), high) by the engine's own operator. Its binding has clamp only, whose gradient takes four passes over memory, ten times as long as
 * this one's: in the networks for phones, where such a bound follows most convolutions, a third of a training step. The gradient at a bound is 0, as
 * a rectifier's; clamp's is 1.
 */
final class Hardtanh {
    private static final ScriptedOperator OPERATOR = new ScriptedOperator("hardtanh");

    private Hardtanh() {}

    /** @param bounds holds low and high for the time of the call */
    static PtNDArray of(PtNDArray value, double low, double high, PtNDManager bounds) {
        return (PtNDArray) OPERATOR.apply(new NDList(value, bounds.create(low), bounds.create(high))).get(0);
    }
}
