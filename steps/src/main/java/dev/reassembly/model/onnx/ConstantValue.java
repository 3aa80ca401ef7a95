package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.List;

/** The tensor that a {@code Constant} node stands for, whichever of its attributes holds it. */
final class ConstantValue {
    private ConstantValue() {}

    static Tensor of(Node node, Draft draft) {
        if (node.attributes().size() != 1 || node.outputs().size() != 1 || node.outputs().get(0).isEmpty()) {
            throw draft.refuse(node, "needs exactly one attribute and one output, it has " + node.attributes().size() + " and "
                    + node.outputs().size());
        }
        Attribute value = node.attributes().values().iterator().next();
        if (value instanceof Attribute.Constant c) {
            return c.value();
        } else if (value instanceof Attribute.Int i) {
            return Tensor.ofLongs(List.of(), i.value());
        } else if (value instanceof Attribute.Ints i) {
            return Tensors.longs(i.values());
        } else if (value instanceof Attribute.Real r) {
            return Tensor.ofFloats(List.of(), r.value());
        } else if (value instanceof Attribute.Reals r) {
            return Tensors.floats(r.values());
        }
        throw draft.refuse(node, "holds text; only numbers and booleans are supported");
    }
}
