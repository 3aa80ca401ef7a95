package dev.reassembly.study;

import java.util.Arrays;
import java.util.List;

/** Ranks, which bring scores of different units onto one scale. */
public final class Ranks {
    private Ranks() {}

    /**
     * Rank of each value, 1 for the smallest; equals share the mean of the ranks that they take. A value that is not known (NaN)
     * has none and takes none.
     */
    public static double[] of(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = 0;
            int equal = 0;
            for (double other : values) {
                below += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            ranks[i] = Double.isNaN(values[i]) ? Double.NaN : below + (equal + 1) / 2.0;
        }
        return ranks;
    }

    /** Mean rank of each item over several scores; NaN where one of them is not known. */
    public static double[] mean(List<double[]> scores) {
        double[] mean = new double[scores.get(0).length];
        for (double[] score : scores) {
            double[] ranks = of(score);
            Arrays.setAll(mean, i -> mean[i] + ranks[i] / scores.size());
        }
        return mean;
    }
}
