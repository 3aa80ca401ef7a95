package dev.reassembly.bench;

import dev.reassembly.study.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A mean over rows of which some share training data. Its interval comes from drawing whole clusters with replacement (Field and
 * Welsh, "Bootstrapping clustered data", JRSS B 69, 2007): rows of one zoo, task and seed stand or fall together.
 *
 * @param rows how many have a value
 * @param clusters how many independent groups they are
 * @param mean NaN where there is no row
 */
record ClusteredMean(int rows, int clusters, double mean, Bootstrap.Interval interval) {
    private static final long SEED = 0;

    /** @param value null for rows that don't count */
    static <R extends Clustered> ClusteredMean of(List<R> rows, Function<R, Double> value) {
        Map<String, List<Double>> clusters = new LinkedHashMap<>();
        for (R row : rows) {
            Double v = value.apply(row);
            if (v != null) {
                clusters.computeIfAbsent(row.cluster(), c -> new ArrayList<>()).add(v);
            }
        }
        List<List<Double>> groups = List.copyOf(clusters.values());
        int[] all = new int[groups.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        int count = groups.stream().mapToInt(List::size).sum();
        return new ClusteredMean(count, groups.size(), mean(groups, all), Bootstrap.interval(groups.size(), picked -> mean(groups, picked), SEED));
    }

    private static double mean(List<List<Double>> groups, int[] picked) {
        double sum = 0;
        int count = 0;
        for (int group : picked) {
            for (double value : groups.get(group)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** As it is, such as {@code +0.31 (+0.12 to +0.45)}. */
    String plain() {
        return rows == 0 ? "-" : String.format(Locale.ROOT, "%+.2f (%+.2f to %+.2f)", mean, interval.low(), interval.high());
    }

    /** In points, such as {@code +1.2 (+0.4 to +2.0)}. */
    String points() {
        return rows == 0 ? "-" : String.format(Locale.ROOT, "%+.1f (%+.1f to %+.1f)", 100 * mean, 100 * interval.low(), 100 * interval.high());
    }

    /** Of a value that is 0 or 1, in percent. */
    String percent() {
        return rows == 0 ? "-" : String.format(Locale.ROOT, "%.0f %% (%.0f to %.0f)", 100 * mean, 100 * interval.low(), 100 * interval.high());
    }
}
