package dev.reassembly.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Times of computations on a device. All take turns, so that a machine that is busy for a while slows them alike, for
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

    /** Milliseconds. The least is the time with the least disturbance: what else runs on a machine only ever adds. */
    record Times(double median, double least) {
        static Times of(List<Double> all) {
            List<Double> sorted = all.stream().sorted().toList();
            return new Times(sorted.get(sorted.size() / 2), sorted.get(0));
        }
    }

    double medianMs(Function<NDManager, NDArray> work) {
        return times(List.of(work)).get(0).median();
    }

    /** @param works each computes a tensor within the given scope, which is closed after each run */
    List<Times> times(List<Function<NDManager, NDArray>> works) {
        for (int i = 0; i < WARM_UP; i++) {
            works.forEach(this::once);
        }
        List<List<Double>> all = works.stream().map(work -> (List<Double>) new ArrayList<Double>()).toList();
        List<Double> rounds = new ArrayList<>();
        long start = System.nanoTime();
        while (rounds.size() < MIN_RUNS || !steady(rounds) && System.nanoTime() - start < limitNanos) {
            double round = 0;
            for (int i = 0; i < works.size(); i++) {
                double ms = once(works.get(i));
                all.get(i).add(ms);
                round += ms;
            }
            rounds.add(round);
        }
        return all.stream().map(Times::of).toList();
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
