package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who makes and who reads each tensor of a graph. Nodes are known by their position in the graph's order. */
public final class GraphIndex {
    private final Graph graph;
    private final Map<String, Integer> producers = new HashMap<>();
    private final Map<String, List<Integer>> consumers = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();

    public GraphIndex(Graph graph) {
        this.graph = graph;
        List<Node> nodes = graph.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                if (!output.isEmpty()) {
                    producers.put(output, i);
                }
            }
            for (String input : new HashSet<>(nodes.get(i).inputs())) {
                if (!input.isEmpty()) {
                    consumers.computeIfAbsent(input, key -> new ArrayList<>()).add(i);
                }
            }
        }
        for (ValueInfo input : graph.inputs()) {
            if (!graph.initializers().containsKey(input.name())) {
                inputs.add(input.name());
            }
        }
    }

    public Graph graph() {
        return graph;
    }

    public Node node(int position) {
        return graph.nodes().get(position);
    }

    /** The position of the node that makes the tensor, or -1 for inputs, initializers and unknown names. */
    public int producer(String tensor) {
        return producers.getOrDefault(tensor, -1);
    }

    /** Positions of the nodes that read the tensor, ascending. */
    public List<Integer> consumers(String tensor) {
        return consumers.getOrDefault(tensor, Collections.emptyList());
    }

    /** Graph inputs that have to be fed: those that are no initializers. */
    public Set<String> inputs() {
        return Collections.unmodifiableSet(inputs);
    }

    public Tensor initializer(String tensor) {
        return graph.initializers().get(tensor);
    }

    /** The nodes that have to run to make {@code wanted} when {@code given} are taken as they are. */
    public BitSet needed(Collection<String> wanted, Collection<String> given) {
        Set<String> stops = new HashSet<>(given);
        BitSet nodes = new BitSet(graph.nodes().size());
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            String tensor = open.pop();
            int position = stops.contains(tensor) ? -1 : producer(tensor);
            if (position >= 0 && !nodes.get(position)) {
                nodes.set(position);
                for (String input : node(position).inputs()) {
                    if (!input.isEmpty()) {
                        open.push(input);
                    }
                }
            }
        }
        return nodes;
    }
}
