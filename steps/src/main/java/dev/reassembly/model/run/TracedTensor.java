package dev.reassembly.model.run;

import dev.reassembly.model.graph.ElementType;
import java.util.List;

/** Type and shape that a tensor of a graph has for given inputs; all float types count as {@link ElementType#FLOAT}. */
public record TracedTensor(ElementType type, List<Long> shape) {
    public TracedTensor {
        shape = List.copyOf(shape);
    }
}
