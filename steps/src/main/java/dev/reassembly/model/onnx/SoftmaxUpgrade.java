package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import java.util.List;
import java.util.Map;

/**
 * Softmax, LogSoftmax and Hardmax normalise along one axis since opset 13. Before, the tensor was taken as a matrix whose
 * columns are all axes from {@code axis} (default 1) to the last, which is the same only for the last axis.
 */
final class SoftmaxUpgrade {
    private SoftmaxUpgrade() {}

    static List<Node> upgrade(Node node, Draft draft) {
        long axis = node.integer("axis", 1);
        int rank = draft.fact(node.inputs().get(0)).rank();
        if (axis == -1 || rank >= 0 && axis == rank - 1) {
            return List.of(UpgradeRule.withAttribute(node, "axis", new Attribute.Int(-1)));
        }
        String data = node.inputs().get(0);
        String shape = draft.freshTensor(node.name() + "/shape");
        String matrix = draft.freshTensor(node.name() + "/matrix");
        String normalised = draft.freshTensor(node.name() + "/normalised");
        return List.of(
                new Node(draft.freshNode(node.name() + "/Shape"), "Shape", List.of(data), List.of(shape)),
                new Node(draft.freshNode(node.name() + "/Flatten"), "", "Flatten", List.of(data), List.of(matrix),
                        Map.of("axis", new Attribute.Int(axis))),
                new Node(node.name(), "", node.operator(), List.of(matrix), List.of(normalised),
                        Map.of("axis", new Attribute.Int(-1))),
                new Node(draft.freshNode(node.name() + "/Reshape"), "Reshape", List.of(normalised, shape), node.outputs()));
    }
}
