package dev.reassembly.performance.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code /metrics} endpoint answered, in Prometheus' text format. */
final class Scrape {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<String> lines;

    Scrape(String text) {
        lines = text.lines().toList();
    }

    /** The sum of all samples of a name whose labels pass; 0 when there is none. */
    double sum(String name, Predicate<Map<String, String>> which) {
        double sum = 0;
        for (Sample sample : samples(name)) {
            sum += which.test(sample.labels()) ? sample.value() : 0;
        }
        return sum;
    }

    /**
     * A quantile from a histogram's buckets: where in its bucket the quantile lies is interpolated linearly, as Prometheus'
     * {@code histogram_quantile} does, and in the last bucket, which has no end, it is that bucket's beginning.
     *
     * @param name without {@code _bucket}
     * @return NaN for an empty histogram
     */
    double quantile(String name, double q) {
        Map<Double, Double> buckets = new TreeMap<>();
        for (Sample sample : samples(name + "_bucket")) {
            buckets.merge(bound(sample.labels().get("le")), sample.value(), Double::sum);
        }
        double rank = q * buckets.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        double from = 0;
        double before = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            if (bucket.getValue() >= rank && bucket.getValue() > before) {
                return bucket.getKey().isInfinite() ? from : from + (bucket.getKey() - from) * (rank - before) / (bucket.getValue() - before);
            }
            from = bucket.getKey();
            before = bucket.getValue();
        }
        return Double.NaN;
    }

    private List<Sample> samples(String name) {
        return lines.stream().filter(line -> line.startsWith(name)).map(LINE::matcher).filter(Matcher::matches)
                .filter(m -> m.group(1).equals(name)).map(m -> new Sample(labels(m.group(2)), Double.parseDouble(m.group(3)))).toList();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    private static double bound(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    private record Sample(Map<String, String> labels, double value) {}
}
