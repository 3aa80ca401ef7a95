package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Batch and group normalisation. */
final class NormalizationUpgrade {
    private NormalizationUpgrade() {}

    /**
     * BatchNormalization before 14 trained when it had more than one output. A model for inference may still name the other
     * outputs; they are dropped when nobody reads them. {@code spatial} went with opset 9, some exporters kept writing it.
     */
    static List<Node> batch(Node node, Draft draft) {
        if (node.integer("spatial", 1) != 1) {
            throw draft.refuse(node, "normalises each position by itself (spatial = 0), which opset 9 took away");
        }
        for (String extra : node.outputs().subList(1, node.outputs().size())) {
            boolean read = !extra.isEmpty() && (draft.nodes.stream().anyMatch(n -> n.inputs().contains(extra))
                    || draft.outputs.stream().map(ValueInfo::name).anyMatch(extra::equals));
            if (read) {
                throw draft.refuse(node, "hands out its statistics ('" + extra + "'), so it is in training mode; export the model"
                        + " for inference");
            }
        }
        Map<String, Attribute> attributes = new HashMap<>(node.attributes());
        attributes.remove("spatial");
        return List.of(new Node(node.name(), "", node.operator(), node.inputs(), node.outputs().subList(0, 1), attributes));
    }

    /**
     * GroupNormalization of 18 to 20 had one scale and bias a group, since 21 one a channel. The old meaning is exactly an
     * instance normalisation of [n, groups, everything else].
     */
    static List<Node> group(Node node, Draft draft) {
        String data = node.inputs().get(0);
        String shape = draft.freshTensor(node.name() + "/shape");
        String grouped = draft.freshTensor(node.name() + "/grouped");
        String normalised = draft.freshTensor(node.name() + "/normalised");
        Tensor target = Tensor.ofLongs(List.of(3L), 0, node.integer("num_groups", 1), -1);
        String groups = draft.constant(node.name() + "/groups", target);
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, grouped);
        return List.of(
                new Node(draft.freshNode(node.name() + "/Shape"), "Shape", List.of(data), List.of(shape)),
                new Node(draft.freshNode(node.name() + "/Group"), "Reshape", List.of(data, groups), List.of(grouped)),
                new Node(node.name(), "", "InstanceNormalization", inputs, List.of(normalised),
                        Map.of("epsilon", new Attribute.Real(node.real("epsilon", 1e-5f)))),
                new Node(draft.freshNode(node.name() + "/Ungroup"), "Reshape", List.of(normalised, shape), node.outputs()));
    }
}
