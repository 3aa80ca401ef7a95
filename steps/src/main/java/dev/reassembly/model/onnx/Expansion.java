package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes that together stand for one; tensors and nodes are named after it. */
final class Expansion {
    private final Node whole;
    private final Draft draft;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> renamed = new HashMap<>();

    Expansion(Node whole, Draft draft) {
        this.whole = whole;
        this.draft = draft;
    }

    /** Adds a node and returns its output. */
    String add(String operator, String... inputs) {
        return add(operator, Map.of(), inputs);
    }

    String add(String operator, Map<String, Attribute> attributes, String... inputs) {
        String name = whole.name() + "/" + operator;
        String output = draft.freshTensor(name);
        nodes.add(new Node(draft.freshNode(name), "", operator, List.of(inputs), List.of(output), attributes));
        return output;
    }

    /** Adds a node with two outputs. */
    List<String> halves(String value) {
        String name = whole.name() + "/Split";
        List<String> outputs = List.of(draft.freshTensor(name), draft.freshTensor(name));
        nodes.add(new Node(draft.freshNode(name), "", "Split", List.of(value), outputs,
                Map.of("axis", new Attribute.Int(-1), "num_outputs", new Attribute.Int(2))));
        return outputs;
    }

    String transposed(String value, long... order) {
        return add("Transpose", Map.of("perm", new Attribute.Ints(Arrays.stream(order).boxed().toList())), value);
    }

    String joined(long axis, String... parts) {
        return add("Concat", Map.of("axis", new Attribute.Int(axis)), parts);
    }

    /** Lengths of the axes from start to before end, as a vector. */
    String lengths(String value, long start, long end) {
        return add("Shape", Map.of("start", new Attribute.Int(start), "end", new Attribute.Int(end)), value);
    }

    String reshaped(String value, long... shape) {
        return add("Reshape", value, longs(shape));
    }

    /** A vector of integers. */
    String longs(long... values) {
        return draft.constant(whole.name() + "/constant", Tensor.ofLongs(List.of((long) values.length), values));
    }

    String integer(long value) {
        return draft.constant(whole.name() + "/constant", Tensor.ofLongs(List.of(), value));
    }

    /** A scalar of the node's own element type. */
    String real(double value) {
        return draft.constant(whole.name() + "/constant", Tensors.scalar(draft.typeOf(whole.inputs().get(0)), (float) value));
    }

    /** 0, 1, ... as a vector; the length is a vector of one element. */
    String counting(String length) {
        return add("Range", integer(0), add("Squeeze", length), integer(1));
    }

    /** Lets one of the node's outputs be a tensor; nothing happens when the node leaves that output out. */
    void output(int index, String tensor) {
        String name = index < whole.outputs().size() ? whole.outputs().get(index) : "";
        if (name.isEmpty()) {
            return;
        }
        boolean made = nodes.stream().anyMatch(node -> node.outputs().contains(tensor));
        String source = made && renamed.putIfAbsent(tensor, name) == null ? "" : tensor;
        if (!source.isEmpty()) {
            nodes.add(new Node(draft.freshNode(whole.name() + "/Identity"), "Identity", List.of(source), List.of(name)));
        }
    }

    List<Node> nodes() {
        return nodes.stream().map(node -> new Node(node.name(), "", node.operator(), renamed(node.inputs()),
                renamed(node.outputs()), node.attributes())).toList();
    }

    private List<String> renamed(List<String> names) {
        return names.stream().map(name -> renamed.getOrDefault(name, name)).toList();
    }
}
