package dev.reassembly.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Median times of computations on a device. All take turns, so that a machine that is busy for a while slows them alike, for
 * rounds until the middle half of the rounds' times lies within {@link #STEADY} of their median: at least {@link #MIN_RUNS}
 * rounds after {@link #WARM_UP} that do not count, and no new one after the limit.
 */
final class Stopwatch {
    private static final int WARM_UP = 2;
    private static final int MIN_RUNS = 7;
    private static final double STEADY = 0.05;

    private final NDManager manager;
    private final long limitNanos;

    /** @param limitMs ends an unsteady measurement; the rounds that are always made may take longer */
    Stopwatch(NDManager manager, long limitMs) {
        this.manager = manager;
        this.limitNanos = limitMs * 1_000_000;
    }

    double medianMs(Function<NDManager, NDArray> work) {
        return mediansMs(List.of(work)).get(0);
    }

    /** @param works each computes a tensor within the given scope, which is closed after each run */
    List<Double> mediansMs(List<Function<NDManager, NDArray>> works) {
        for (int i = 0; i < WARM_UP; i++) {
            works.forEach(this::once);
        }
        List<List<Double>> times = works.stream().map(work -> (List<Double>) new ArrayList<Double>()).toList();
        List<Double> rounds = new ArrayList<>();
        long start = System.nanoTime();
        while (rounds.size() < MIN_RUNS || !steady(rounds) && System.nanoTime() - start < limitNanos) {
            double round = 0;
            for (int i = 0; i < works.size(); i++) {
                double ms = once(works.get(i));
                times.get(i).add(ms);
                round += ms;
            }
            rounds.add(round);
        }
        return times.stream().map(Stopwatch::median).toList();
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
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
        List<Double> sorted = times.stream().sorted().toList();
        double spread = sorted.get(sorted.size() * 3 / 4) - sorted.get(sorted.size() / 4);
        return spread <= STEADY * sorted.get(sorted.size() / 2);
    }
}
