package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings one operator's node from the draft's operator set to the newest one. */
@FunctionalInterface
interface UpgradeRule {
    /** The nodes to stand in the given one's place, in order; they leave its outputs under the same names. */
    List<Node> upgrade(Node node, Draft draft);

    /** The node with other inputs and without some attributes. */
    static Node edit(Node node, List<String> inputs, String... droppedAttributes) {
        Map<String, Attribute> attributes = new HashMap<>(node.attributes());
        for (String dropped : droppedAttributes) {
            attributes.remove(dropped);
        }
        return new Node(node.name(), node.domain(), node.operator(), inputs, node.outputs(), attributes);
    }

    static Node withAttribute(Node node, String name, Attribute value) {
        Map<String, Attribute> attributes = new HashMap<>(node.attributes());
        attributes.put(name, value);
        return new Node(node.name(), node.domain(), node.operator(), node.inputs(), node.outputs(), attributes);
    }

    /** The inputs with one more at the end; inputs in between that were left out stay empty. */
    static List<String> withInput(Node node, int position, String tensor) {
        List<String> inputs = new ArrayList<>(node.inputs());
        while (inputs.size() <= position) {
            inputs.add("");
        }
        inputs.set(position, tensor);
        return inputs;
    }

    static String input(Node node, int position) {
        return position < node.inputs().size() ? node.inputs().get(position) : "";
    }
}
