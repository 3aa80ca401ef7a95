package dev.reassembly.model.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as a directed acyclic graph in single-assignment form, always in the operator semantics of {@link #OPSET}:
 * the reader upgrades older models, the writer writes this version. Nodes stand in topological order; {@code Constant}
 * nodes have become initializers; {@code Identity} and inference-time {@code Dropout} are gone.
 */
public record Graph(String name, List<ValueInfo> inputs, List<ValueInfo> outputs, List<Node> nodes,
        Map<String, Tensor> initializers) {
    /** The ONNX operator set whose semantics every graph in memory and every published file has. */
    public static final int OPSET = 21;

    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        initializers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    }

    /** The same graph with other weights for some initializers (names, types and shapes must be the same). */
    public Graph withInitializers(Map<String, Tensor> replaced) {
        Map<String, Tensor> merged = new LinkedHashMap<>(initializers);
        replaced.forEach((key, value) -> {
            Tensor old = merged.get(key);
            if (old == null || old.type() != value.type() || !old.shape().equals(value.shape())) {
                throw new IllegalArgumentException("initializer " + key + " cannot be replaced by " + value.type() + value.shape());
            }
            merged.put(key, value);
        });
        return new Graph(name, inputs, outputs, nodes, merged);
    }
}
