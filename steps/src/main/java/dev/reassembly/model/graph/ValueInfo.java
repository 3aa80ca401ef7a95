package dev.reassembly.model.graph;

import java.util.List;

/** A graph input or output: its dimensions are -1 where they are symbolic or unknown. */
public record ValueInfo(String name, ElementType type, List<Long> shape) {
    public ValueInfo {
        shape = List.copyOf(shape);
    }
}
