package dev.reassembly.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A row of a benchmark. */
interface Clustered {
    /** The same for rows that share training data and so are not independent of each other. */
    String cluster();

    /** Rows by some name, names in the order in which they first come. */
    static <R extends Clustered> Map<String, List<R>> group(List<R> rows, Function<R, String> by) {
        return rows.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }
}
