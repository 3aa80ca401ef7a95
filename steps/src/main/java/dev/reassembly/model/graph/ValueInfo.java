package dev.reassembly.model.graph;

import java.util.List;

/**
 * A graph input or output: its dimensions are -1 where they are symbolic or unknown. An output whose file does not even
 * tell the number of dimensions has {@link #UNKNOWN_RANK} for its shape; an input always has a rank.
 */
public record ValueInfo(String name, ElementType type, List<Long> shape) {
    /** Stands for a shape of which nothing is known; no real shape is equal to it. */
    public static final List<Long> UNKNOWN_RANK = List.of(Long.MIN_VALUE);

    public ValueInfo {
        shape = List.copyOf(shape);
    }

    public boolean hasRank() {
        return !shape.equals(UNKNOWN_RANK);
    }
}
