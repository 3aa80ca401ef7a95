package dev.reassembly.study;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The percentile bootstrap (Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979): items are drawn
 * with replacement, as many as there are, again and again; what the middle 95 % of the redrawn statistics span is the interval.
 * With fewer than about 20 items it is somewhat too narrow.
 */
public final class Bootstrap {
    static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /** An interval that holds a statistic with about 95 % confidence. */
    public record Interval(double low, double high) {}

    /**
     * @param items how many there are; they are taken to be independent of each other
     * @param statistic of the items at some positions; NaN where they don't define it, and such a resample is left out
     * @param seed the same seed draws the same resamples, whatever the statistic
     * @return NaN at both ends where no resample defines the statistic
     */
    public static Interval interval(int items, ToDoubleFunction<int[]> statistic, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] drawn = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            int[] picked = new int[items];
            Arrays.setAll(picked, i -> random.nextInt(items));
            drawn[r] = statistic.applyAsDouble(picked);
        }
        double[] sorted = Arrays.stream(drawn).filter(value -> !Double.isNaN(value)).sorted().toArray();
        return new Interval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    /** With linear interpolation between order statistics, type 7 of Hyndman and Fan (1996). */
    static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
