package dev.reassembly.performance;

import java.util.List;

/** Median, least and greatest of repeated measurements. */
public record Spread(double median, double least, double greatest) {
    /** @param values at least one */
    static Spread of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
