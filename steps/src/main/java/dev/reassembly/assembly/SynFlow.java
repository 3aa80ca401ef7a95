package dev.reassembly.assembly;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SynFlow (Tanaka, Kunin, Yamins and Ganguli, "Pruning neural networks without any data by iteratively conserving synaptic
 * flow", NeurIPS 2020): with all weights replaced by their absolute values and an input of ones, R is the sum of the outputs
 * and the score the sum of w · dR/dw over all weights. Larger networks have larger scores by orders of magnitude, so it is the
 * decimal logarithm that is reported.
 *
 * <p>R must be a sum over paths of products of weights. So activation functions, which do nothing to positive values or should
 * not, become Relu, and batch normalisation has mean zero. Layer normalisation would make zero of a constant, softmax one
 * over its width: for networks with these, transformers among them, the score is not defined and {@link ProxyGradients}
 * serves instead. It is computed in double precision, since the sums over paths of deep networks pass single precision.
 */
public final class SynFlow {
    private static final Set<String> ACTIVATIONS = Set.of("Clip", "LeakyRelu", "PRelu", "Elu", "Celu", "Selu", "Gelu",
            "HardSwish", "Mish");
    private static final Set<String> UNDEFINED = Set.of("LayerNormalization", "InstanceNormalization", "GroupNormalization",
            "Softmax", "LogSoftmax", "Erf", "Sub", "Neg", "Einsum");

    private SynFlow() {}

    /** Whether the score is defined for a network: it reads pictures and has no operator that subtracts or normalises. */
    public static boolean isDefined(Graph graph) {
        return graph.inputs().stream().allMatch(input -> input.type() == ElementType.FLOAT)
                && graph.nodes().stream().noneMatch(node -> UNDEFINED.contains(node.operator()));
    }

    /**
     * @param graph with one input and one output
     * @param shape of the input for one sample, batch included
     * @throws InvalidInputException when the score is not defined for the network, or passes double precision
     */
    public static ProxyScore score(Graph graph, Device device, long... shape) {
        if (!isDefined(graph)) {
            throw new InvalidInputException("network " + graph.name(), "synflow is not defined for it: it must read pictures only"
                    + " and have none of the operators " + UNDEFINED.stream().sorted().toList());
        }
        try (Network network = NetworkLoader.loadDouble(positive(graph), device)) {
            network.setTrainable(network.parameters());
            String output = graph.outputs().get(0).name();
            try (NDManager scope = network.manager().newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Map<String, NDArray> inputs = Map.of(graph.inputs().get(0).name(),
                        scope.ones(new Shape(shape), DataType.FLOAT64));
                collector.backward(network.run(scope, inputs, List.of(output), Network.Mode.TRAINING).get(output).sum());
            }
            double sum = 0;
            for (String name : network.parameters()) {
                sum += flow(network, name);
            }
            if (!Double.isFinite(sum) || sum <= 0) {
                throw new InvalidInputException("network " + graph.name(), "its synaptic flow is " + sum + " in double precision,"
                        + " so synflow cannot score it");
            }
            return new ProxyScore("synflow", Math.log10(sum));
        }
    }

    private static double flow(Network network, String name) {
        return network.gradient(name).map(gradient -> {
            try (NDManager scope = network.manager().newSubManager()) {
                gradient.attach(scope);
                return gradient.mul(network.parameter(name)).abs().sum().getDouble();
            }
        }).orElse(0.0);
    }

    private static Graph positive(Graph graph) {
        Set<String> means = new HashSet<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.operator().equals("BatchNormalization")) {
                means.add(node.inputs().get(3));
            }
            nodes.add(!ACTIVATIONS.contains(node.operator()) ? node
                    : new Node(node.name(), "", "Relu", List.of(node.inputs().get(0)), node.outputs(), Map.of(), node.opset()));
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> weights.put(name,
                tensor.type() == ElementType.FLOAT ? absolute(tensor, means.contains(name) ? 0 : 1) : tensor));
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, weights);
    }

    private static Tensor absolute(Tensor tensor, float factor) {
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * Math.abs(values[i]);
        }
        return Tensor.ofFloats(tensor.shape(), values);
    }
}
