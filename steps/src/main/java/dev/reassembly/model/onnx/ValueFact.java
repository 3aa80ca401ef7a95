package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.util.Arrays;

/** What is known of a value before the graph runs: its element type (null when unknown) and rank (-1 when unknown). */
record ValueFact(ElementType type, int rank) {
    static final ValueFact UNKNOWN = new ValueFact(null, -1);

    static ValueFact of(Tensor tensor) {
        return new ValueFact(tensor.type(), tensor.shape().size());
    }

    /** The element type of an ONNX code, or null for one that this project does not hold. */
    static ElementType typeOf(long code) {
        return Arrays.stream(ElementType.values()).filter(type -> type.onnxCode() == code).findFirst().orElse(null);
    }

    /** This fact with gaps filled from another one about the same value. */
    ValueFact or(ValueFact other) {
        return new ValueFact(type == null ? other.type : type, rank < 0 ? other.rank : rank);
    }
}
