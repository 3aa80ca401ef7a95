package dev.reassembly.assembly;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tensors whose signs say which side of its activation functions an input falls on: what enters Relu, Clip from 0 (ReLU6),
 * LeakyRelu, PRelu, Elu, Celu, Selu, Mish, HardSwish and Gelu; Erf, which a decomposed Gelu takes of x / sqrt(2); and x of
 * x · Sigmoid(x) (SiLU) and x · HardSigmoid(x). Gates that stand alone (Sigmoid, Tanh, Softmax) have no sides.
 */
final class NaswotActivations {
    private static final Set<String> SIGNED = Set.of("Relu", "LeakyRelu", "PRelu", "Elu", "Celu", "Selu", "Mish", "HardSwish",
            "Gelu", "Erf");
    private static final Set<String> GATES = Set.of("Sigmoid", "HardSigmoid");

    private NaswotActivations() {}

    /** Names of distinct tensors in graph order. */
    static List<String> before(Graph graph) {
        Map<String, Node> producers = graph.nodes().stream()
                .flatMap(node -> node.outputs().stream().filter(name -> !name.isEmpty()).map(name -> Map.entry(name, node)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<String> tensors = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (SIGNED.contains(node.operator()) || node.operator().equals("Clip") && startsAtZero(node, graph)) {
                tensors.add(node.inputs().get(0));
            } else if (node.operator().equals("Mul")) {
                for (int i = 0; i < 2; i++) {
                    Node gate = producers.get(node.inputs().get(i));
                    String other = node.inputs().get(1 - i);
                    if (gate != null && GATES.contains(gate.operator()) && gate.inputs().get(0).equals(other)) {
                        tensors.add(other);
                    }
                }
            }
        }
        return List.copyOf(tensors);
    }

    private static boolean startsAtZero(Node clip, Graph graph) {
        Tensor lowest = clip.inputs().size() > 1 ? graph.initializers().get(clip.inputs().get(1)) : null;
        return lowest != null && lowest.type() == ElementType.FLOAT && lowest.data().getFloat() == 0;
    }
}
