package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.reassembly.engine.ScriptedOperator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Matrix products and convolutions whose operands, and gradients on the way back, are rounded to bfloat16 (8 bits of significand, single
 * precision's range, so that no loss needs scaling) while sums are in single precision. Weights, results and all else stay in single
 * precision. The engine's binding cannot make such tensors, scripted operators can.
 */
public final class MixedPrecision {
    private static final ScriptedOperator PRODUCT = new ScriptedOperator("mixed_product");
    private static final ScriptedOperator CONVOLUTION = new ScriptedOperator("mixed_convolution");
    private static final Map<Device, Optional<String>> REFUSALS = new ConcurrentHashMap<>();
    /** Of the matrices that are tried: so large that a GPU's time goes into the product and not into launching it. */
    private static final int SIDE_ON_GPU = 4096;
    private static final int SIDE_ON_CPU = 1024;
    private static final int REPETITIONS = 10;
    /** Operands are off by at most 2^-9 of themselves each, sums of many by less. */
    private static final double MOST_ERROR = 1.0 / 256;
    private static final double LEAST_GAIN = 1.2;

    private MixedPrecision() {}

    /** a b, as {@code matmul}. */
    static PtNDArray product(PtNDArray a, PtNDArray b) {
        return (PtNDArray) PRODUCT.apply(new NDList(a, b)).get(0);
    }

    /** @param host where numbers that describe the window are held for the time of the call */
    static PtNDArray convolution(PtNDArray map, PtNDArray kernel, Shape strides, Shape padding, Shape dilations, int groups, PtNDManager host) {
        return (PtNDArray) CONVOLUTION.apply(new NDList(map, kernel, host.create(strides.getShape()), host.create(padding.getShape()),
                host.create(dilations.getShape()), host.create((long) groups))).get(0);
    }

    /**
     * Why training in mixed precision is no use on a device; empty where it is. A large product is computed both ways there, once a process:
     * it must come out right, and at least 1.2 times as fast.
     */
    public static Optional<String> refusal(Device device) {
        return REFUSALS.computeIfAbsent(device, MixedPrecision::measured);
    }

    private static Optional<String> measured(Device device) {
        try (PtNDManager scope = (PtNDManager) NDManager.newBaseManager(device, Devices.ENGINE)) {
            Shape shape = device.isGpu() ? new Shape(SIDE_ON_GPU, SIDE_ON_GPU) : new Shape(SIDE_ON_CPU, SIDE_ON_CPU);
            PtNDArray a = (PtNDArray) scope.randomNormal(shape);
            PtNDArray b = (PtNDArray) scope.randomNormal(shape);
            NDArray single = a.matMul(b);
            double error = product(a, b).sub(single).norm().getFloat() / single.norm().getFloat();
            if (!(error <= MOST_ERROR)) {
                return Optional.of(String.format(Locale.ROOT, "the device's products in bfloat16 are off by %.2g of their size", error));
            }
            double gain = seconds(() -> a.matMul(b)) / seconds(() -> product(a, b));
            return gain >= LEAST_GAIN ? Optional.empty()
                    : Optional.of(String.format(Locale.ROOT, "the device's products in bfloat16 are %.2f times as fast as in single precision", gain));
        } catch (RuntimeException e) {
            return Optional.of("the device cannot multiply in bfloat16 (" + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")");
        }
    }

    private interface Making {
        NDArray result();
    }

    /** Reading a number at the end waits for a GPU. */
    private static double seconds(Making making) {
        long start = 0;
        for (int i = -1; i < REPETITIONS; i++) {
            if (i == 0) {
                start = System.nanoTime();
            }
            try (NDArray result = making.result(); NDArray first = result.get(0, 0)) {
                first.getFloat();
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
