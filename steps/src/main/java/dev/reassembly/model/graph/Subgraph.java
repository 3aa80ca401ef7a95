package dev.reassembly.model.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What some tensors of a graph depend on, and nothing else of it. */
public final class Subgraph {
    private Subgraph() {}

    /**
     * Nodes, weights and inputs that the tensors depend on; inputs are of any size.
     *
     * @param names tensors of the graph, floats of single precision; the outputs, of unknown rank, in this order
     */
    public static Graph of(Graph graph, Collection<String> names) {
        Set<String> needed = new HashSet<>(names);
        List<Node> kept = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.add(node);
                needed.addAll(node.inputs());
            }
        }
        Collections.reverse(kept);
        Map<String, Tensor> weights = new LinkedHashMap<>(graph.initializers());
        weights.keySet().retainAll(needed);
        List<ValueInfo> inputs = graph.inputs().stream().filter(input -> needed.contains(input.name()) && !graph.initializers().containsKey(input.name()))
                .map(input -> new ValueInfo(input.name(), input.type(), Collections.nCopies(input.shape().size(), -1L))).toList();
        List<ValueInfo> outputs = names.stream().map(name -> new ValueInfo(name, ElementType.FLOAT, ValueInfo.UNKNOWN_RANK)).toList();
        return new Graph(graph.name(), inputs, outputs, kept, weights);
    }

    /**
     * The graph with a tensor as one more input, of any size, in the place of the node that makes it.
     *
     * @param tensor of single precision; what else its node makes is read by no other node
     * @param rank number of its axes
     */
    public static Graph from(Graph graph, String tensor, int rank) {
        Graph without = without(graph, tensor);
        List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
        inputs.add(new ValueInfo(tensor, ElementType.FLOAT, Collections.nCopies(rank, -1L)));
        return new Graph(graph.name(), inputs, graph.outputs(), without.nodes(), graph.initializers());
    }

    /** The graph without the node that makes a tensor; whoever runs it gives the tensor. */
    public static Graph without(Graph graph, String tensor) {
        List<Node> kept = graph.nodes().stream().filter(node -> !node.outputs().contains(tensor)).toList();
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), kept, graph.initializers());
    }
}
