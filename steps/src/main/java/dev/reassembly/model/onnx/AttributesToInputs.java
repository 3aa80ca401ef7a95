package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Operators whose settings were attributes first and are inputs now. The meaning of the values did not change. */
final class AttributesToInputs {
    private AttributesToInputs() {}

    /** Squeeze and Unsqueeze, ReduceSum (13); the other reductions (18): {@code axes} is the second input. */
    static List<Node> axes(Node node, Draft draft) {
        return List.of(UpgradeRule.edit(node, withInts(node, draft, 1, "axes"), "axes"));
    }

    /** Clip (11): {@code min} and {@code max} became optional scalars of the data's type; absent ones stay absent. */
    static List<Node> clip(Node node, Draft draft) {
        List<String> inputs = new ArrayList<>(node.inputs());
        String min = bound(node, draft, "min");
        String max = bound(node, draft, "max");
        if (!min.isEmpty() || !max.isEmpty()) {
            inputs.add(min);
        }
        if (!max.isEmpty()) {
            inputs.add(max);
        }
        return List.of(UpgradeRule.edit(node, inputs, "min", "max"));
    }

    private static String bound(Node node, Draft draft, String attribute) {
        if (!(node.attributes().get(attribute) instanceof Attribute.Real r)) {
            return "";
        }
        return draft.constant(node.name() + "/" + attribute, Tensors.scalar(draft.typeOf(node.inputs().get(0)), r.value()));
    }

    /** Pad (11): {@code pads} and {@code value} are inputs; the value only counts in mode constant and is 0 by default. */
    static List<Node> pad(Node node, Draft draft) {
        List<String> inputs = withInts(node, draft, 1, "pads");
        if (node.attributes().get("value") instanceof Attribute.Real r && r.value() != 0) {
            inputs.add(draft.constant(node.name() + "/value", Tensors.scalar(draft.typeOf(inputs.get(0)), r.value())));
        }
        return List.of(UpgradeRule.edit(node, inputs, "pads", "value"));
    }

    /** Slice (10): {@code starts}, {@code ends} and {@code axes} are inputs; axes absent means the first ones in order. */
    static List<Node> slice(Node node, Draft draft) {
        List<String> inputs = withInts(node, draft, 1, "starts");
        Node started = UpgradeRule.edit(node, inputs, "starts");
        inputs = withInts(started, draft, 2, "ends");
        Node ended = UpgradeRule.edit(started, inputs, "ends");
        return List.of(UpgradeRule.edit(ended, withInts(ended, draft, 3, "axes"), "axes"));
    }

    /** TopK (10): {@code k} is an input. Largest first, as before, is the default of the flags added in 11. */
    static List<Node> topK(Node node, Draft draft) {
        if (!(node.attributes().get("k") instanceof Attribute.Int k)) {
            throw draft.refuse(node, "has no attribute 'k'");
        }
        String count = draft.constant(node.name() + "/k", Tensor.ofLongs(List.of(1L), k.value()));
        return List.of(UpgradeRule.edit(node, UpgradeRule.withInput(node, 1, count), "k"));
    }

    /** Split: the sizes are an input since 13; equal parts need their number since 18. */
    static List<Node> split(Node node, Draft draft) {
        Node upgraded = draft.opset < 13 ? UpgradeRule.edit(node, withInts(node, draft, 1, "split"), "split") : node;
        return List.of(!UpgradeRule.input(upgraded, 1).isEmpty() ? upgraded
                : UpgradeRule.withAttribute(upgraded, "num_outputs", new Attribute.Int(node.outputs().size())));
    }

    /** Dropout before 12 is removed, but for one whose mask is read: that mask had no defined value at inference. */
    static List<Node> dropout(Node node, Draft draft) {
        throw draft.refuse(node, "has a mask that is read, which has no defined value at inference before opset 12");
    }

    /** DFT (20): the axis became the third input, and its default moved from 1 to the last but one. */
    static List<Node> dft(Node node, Draft draft) {
        String axis = draft.constant(node.name() + "/axis", Tensor.ofLongs(List.of(), node.integer("axis", 1)));
        return List.of(UpgradeRule.edit(node, UpgradeRule.withInput(node, 2, axis), "axis"));
    }

    /** The node's inputs, with an attribute's integers as a constant at a position; absent or empty ones add nothing. */
    private static List<String> withInts(Node node, Draft draft, int position, String attribute) {
        List<Long> values = node.integers(attribute);
        if (values == null || values.isEmpty()) {
            return new ArrayList<>(node.inputs());
        }
        return UpgradeRule.withInput(node, position, draft.constant(node.name() + "/" + attribute, Tensors.longs(values)));
    }
}
