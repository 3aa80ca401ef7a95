package dev.reassembly.performance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of one side, each measured once or more often. */
public record Measurement(Map<String, List<Double>> figures) {
    static final Measurement NONE = new Measurement(Map.of());

    /** Both sets of figures together. */
    Measurement and(Measurement other) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        figures.forEach((name, values) -> all.put(name, new ArrayList<>(values)));
        other.figures.forEach((name, values) -> all.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values));
        return new Measurement(all);
    }

    /** The spread of a figure, or null where the side does not report it. */
    Spread of(String figure) {
        List<Double> values = figures.get(figure);
        return values == null || values.isEmpty() ? null : Spread.of(values);
    }
}
