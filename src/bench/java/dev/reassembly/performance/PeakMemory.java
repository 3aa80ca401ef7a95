package dev.reassembly.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** The most physical memory that a process has held since its start, as Linux counts it: heap, native memory and code. */
public final class PeakMemory implements InternalProfiler {
    /** Name of the figure. */
    public static final String FIGURE = "peak_mib";

    /** In MiB. */
    public static double mebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("peak memory is read from /proc/self/status", e);
        }
    }

    @Override
    public String getDescription() {
        return "peak resident memory of the fork";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // The peak counts from the process's start.
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return List.of(new ScalarResult(FIGURE, mebibytes(), "MiB", AggregationPolicy.MAX));
    }
}
