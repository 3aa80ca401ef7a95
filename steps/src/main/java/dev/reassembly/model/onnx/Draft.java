package dev.reassembly.model.onnx;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph while it is being read: still in the semantics of the file's operator set, and free to change. */
final class Draft {
    final String subject;
    final int opset;
    final String name;
    final List<ValueInfo> inputs = new ArrayList<>();
    final List<ValueInfo> outputs = new ArrayList<>();
    final Map<String, Tensor> initializers = new LinkedHashMap<>();
    /** What is known of values: declared by the file, later inferred. */
    final Map<String, ValueFact> facts = new HashMap<>();
    /** Shapes that the file declares, with -1 for what it leaves open. */
    final Map<String, List<Long>> shapes = new HashMap<>();
    /** Numbers of elements of vectors that are only computed while running. */
    final Map<String, Integer> lengths = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    private final Set<String> tensorNames = new HashSet<>();
    private final Set<String> nodeNames = new HashSet<>();
    /** How far the numbers behind a wished name have been tried, so that a thousand equal wishes stay cheap. */
    private final Map<String, Integer> numberedTensors = new HashMap<>();
    private final Map<String, Integer> numberedNodes = new HashMap<>();

    Draft(String subject, int opset, String name) {
        this.subject = subject;
        this.opset = opset;
        this.name = name;
    }

    /** Claims a tensor name that the file uses. */
    boolean claimTensor(String tensor) {
        return tensorNames.add(tensor);
    }

    /** A tensor name that nobody uses yet, as near to the wish as possible. */
    String freshTensor(String wish) {
        return fresh(wish, tensorNames, numberedTensors);
    }

    String freshNode(String wish) {
        return fresh(wish, nodeNames, numberedNodes);
    }

    private static String fresh(String wish, Set<String> taken, Map<String, Integer> numbered) {
        String candidate = wish;
        while (!taken.add(candidate)) {
            candidate = wish + "_" + numbered.merge(wish, 1, Integer::sum);
        }
        return candidate;
    }

    /** Adds a constant and returns its name. */
    String constant(String wish, Tensor value) {
        String tensor = freshTensor(wish);
        initializers.put(tensor, value);
        facts.put(tensor, ValueFact.of(value));
        return tensor;
    }

    /** Names of all tensors that nodes read. */
    Set<String> readTensors() {
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        return read;
    }

    /** Drops initializers that were read once and no longer are, such as a removed node's settings. */
    void dropUnread(Set<String> readBefore) {
        Set<String> needed = readTensors();
        outputs.forEach(output -> needed.add(output.name()));
        initializers.keySet().removeIf(initializer -> readBefore.contains(initializer) && !needed.contains(initializer));
    }

    /** The value of a tensor that is known before the graph runs, else null. */
    Tensor constantOf(String tensor) {
        return initializers.get(tensor);
    }

    ValueFact fact(String tensor) {
        return facts.getOrDefault(tensor, ValueFact.UNKNOWN);
    }

    /** The element type of a tensor, or float where it could not be told. */
    ElementType typeOf(String tensor) {
        ElementType type = fact(tensor).type();
        return type == null ? ElementType.FLOAT : type;
    }

    InvalidInputException refuse(Node node, String problem) {
        return new InvalidInputException(subject, "node '" + node.name() + "' (operator " + node.operator() + ", opset " + opset
                + ") " + problem);
    }

    Graph toGraph() {
        return new Graph(name, inputs, outputs, nodes.stream().map(node -> node.withOpset(opset)).toList(), initializers);
    }
}
