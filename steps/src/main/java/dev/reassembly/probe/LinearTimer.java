package dev.reassembly.probe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures what the linear map of a stitch or a head takes on the device for one sample; each size is measured once. Resampling
 * in front of the map is left out: it moves the data that the map reads anyway.
 */
public final class LinearTimer implements AutoCloseable {
    private static final long LIMIT_MS = 60;

    private final NDManager manager;
    private final Stopwatch stopwatch;
    private final Map<String, Double> known = new HashMap<>();

    public LinearTimer(Device device) {
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        this.stopwatch = new Stopwatch(manager, LIMIT_MS);
    }

    /** Median milliseconds of [rows, from] x [from, to] plus a bias. */
    public double milliseconds(long rows, long from, long to) {
        return known.computeIfAbsent(rows + "x" + from + "x" + to, size -> measure(rows, from, to));
    }

    private double measure(long rows, long from, long to) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.ones(new Shape(rows, from));
            NDArray weight = scope.ones(new Shape(from, to));
            NDArray bias = scope.ones(new Shape(to));
            return stopwatch.medianMs(inner -> {
                NDArray product = x.matMul(weight);
                product.attach(inner);
                NDArray sum = product.add(bias);
                sum.attach(inner);
                return sum;
            });
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
