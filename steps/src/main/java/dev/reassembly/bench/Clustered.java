package dev.reassembly.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A row of a benchmark: something of one run. */
interface Clustered {
    String zoo();

    String task();

    String recipe();

    long seed();

    /** The same for rows that share training data and so are not independent of each other. */
    default String cluster() {
        return zoo() + " " + task() + " " + seed();
    }

    /** The first columns of a table whose lines are about zoo, task and recipe. */
    default String group() {
        return zoo() + " | " + task() + " | " + recipe();
    }

    /** Rows by some name, names in the order in which they first come. */
    static <R extends Clustered> Map<String, List<R>> group(List<R> rows, Function<R, String> by) {
        return rows.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }
}
