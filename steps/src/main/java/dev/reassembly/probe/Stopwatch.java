package dev.reassembly.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Median time of a computation on a device. It runs until the middle half of its times lies within {@link #STEADY} of their
 * median, at least {@link #MIN_RUNS} times after {@link #WARM_UP} runs that do not count, and no longer than the limit.
 */
final class Stopwatch {
    private static final int WARM_UP = 3;
    private static final int MIN_RUNS = 9;
    private static final double STEADY = 0.05;

    private final NDManager manager;
    private final long limitNanos;

    /** @param limitMs stops an unsteady measurement; the runs that are always made may take longer */
    Stopwatch(NDManager manager, long limitMs) {
        this.manager = manager;
        this.limitNanos = limitMs * 1_000_000;
    }

    /** @param work computes a tensor within the given scope, which is closed after each run */
    double medianMs(Function<NDManager, NDArray> work) {
        for (int i = 0; i < WARM_UP; i++) {
            once(work);
        }
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        while (times.size() < MIN_RUNS || !steady(times) && System.nanoTime() - start < limitNanos) {
            times.add(once(work));
        }
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private double once(Function<NDManager, NDArray> work) {
        try (NDManager scope = manager.newSubManager()) {
            long start = System.nanoTime();
            NDArray result = work.apply(scope);
            if (manager.getDevice().isGpu()) {
                result.flatten().get("0:1").toArray(); // waits for the kernels that are still queued
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static boolean steady(List<Double> times) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        double spread = sorted.get(sorted.size() * 3 / 4) - sorted.get(sorted.size() / 4);
        return spread <= STEADY * sorted.get(sorted.size() / 2);
    }
}
