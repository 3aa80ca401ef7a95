package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * min(max(x, low), high) by the engine's own operator. Its binding has clamp only, whose gradient takes four passes over memory, ten times as long as
 * this one's: in the networks for phones, where such a bound follows most convolutions, a third of a training step. The gradient at a bound is 0, as
 * a rectifier's; clamp's is 1.
 *
 * <p>The operator stands alone in a TorchScript module, {@code hardtanh.pt}, which {@code hardtanh.py} beside it wrote.
 */
final class Hardtanh {
    private static final PtNDManager HOST = (PtNDManager) Engine.getEngine(Devices.ENGINE).newBaseManager(Device.cpu());
    private static final PtSymbolBlock OPERATOR = load();
    private static final ParameterStore NONE = new ParameterStore(HOST, false);

    private Hardtanh() {}

    private static PtSymbolBlock load() {
        try (InputStream file = Hardtanh.class.getResourceAsStream("hardtanh.pt")) {
            return JniUtils.loadModule(HOST, file, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param bounds holds low and high for the time of the call */
    static PtNDArray of(PtNDArray value, double low, double high, PtNDManager bounds) {
        NDList inputs = new NDList(value, bounds.create(low), bounds.create(high));
        synchronized (OPERATOR) {
            return (PtNDArray) OPERATOR.forward(NONE, inputs, true).get(0);
        }
    }
}
