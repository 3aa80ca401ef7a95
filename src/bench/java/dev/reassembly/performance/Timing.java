package dev.reassembly.performance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Measures a main method's work and prints what it measured, for {@link SideRunner} to read. */
final class Timing {
    private Timing() {}

    /** Seconds of each run; one run before them is not counted. */
    static <T> List<Double> seconds(int runs, Supplier<T> work) {
        work.get();
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            work.get();
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        return seconds;
    }

    static void print(Map<String, List<Double>> figures) {
        System.out.println(SideRunner.line(figures));
    }
}
