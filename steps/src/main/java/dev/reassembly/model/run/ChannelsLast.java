package dev.reassembly.model.run;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.reassembly.engine.ScriptedOperator;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which convolutions need their input brought into the memory order [n, height, width, channels], in which the engine's convolutions on the CPU are
 * faster, training a third to a half. Most operators leave their operand's order as it is, so that in a usual network the first convolution
 * needs it and no other. Shapes and values are the same in any order.
 */
final class ChannelsLast {
    private static final ScriptedOperator OPERATOR = new ScriptedOperator("channels_last");
    /** Operators whose result has the order of their first operand. */
    private static final Set<String> KEEPING = Set.of("BatchNormalization", "Relu", "LeakyRelu", "PRelu", "Elu", "Celu", "Selu", "Gelu", "Clip", "Sigmoid",
            "HardSigmoid", "HardSwish", "Mish", "Softplus", "Tanh", "Erf", "Sqrt", "Abs", "Neg", "Exp", "MaxPool", "AveragePool", "Pad");
    private static final Set<String> JOINING = Set.of("Add", "Sub", "Mul", "Div", "Sum", "Max", "Min", "Concat");
    private static final Set<String> POOLING = Set.of("GlobalAveragePool", "GlobalMaxPool");

    /** What is known of a tensor's order; nothing is known of most. */
    private enum Order {
        LAST,
        /** One position: both orders are the same. */
        ANY
    }

    private final Map<String, Tensor> weights;
    private final Map<String, Order> orders = new HashMap<>();
    private final Set<Node> brought = Collections.newSetFromMap(new IdentityHashMap<>());

    private ChannelsLast(Graph graph) {
        this.weights = graph.initializers();
        for (Node node : graph.nodes()) {
            Order order = order(node);
            if (order != null) {
                orders.put(node.outputs().get(0), order);
            }
        }
    }

    /** The convolutions of maps whose input is not in that order by itself. */
    static Set<Node> needing(Graph graph) {
        return new ChannelsLast(graph).brought;
    }

    private Order order(Node node) {
        if (node.operator().equals("Conv")) {
            return convolution(node);
        } else if (POOLING.contains(node.operator())) {
            return Order.ANY;
        } else if (KEEPING.contains(node.operator())) {
            return orders.get(node.inputs().get(0));
        }
        return JOINING.contains(node.operator()) ? joined(node.inputs()) : null;
    }

    private Order convolution(Node node) {
        Tensor kernel = weights.get(node.inputs().get(1));
        Order before = orders.get(node.inputs().get(0));
        if (kernel == null || kernel.shape().size() != 4 || before != null) {
            return before;
        }
        // With one channel both orders are the same in memory, and the engine takes it for the usual one.
        if (kernel.shape().get(1) * node.integer("group", 1) == 1) {
            return null;
        }
        brought.add(node);
        return kernel.shape().get(0) == 1 ? null : Order.LAST;
    }

    private Order joined(List<String> inputs) {
        Order joined = Order.ANY;
        for (String input : inputs) {
            if (!weights.containsKey(input)) {
                Order order = orders.get(input);
                if (order == null) {
                    return null;
                }
                joined = order == Order.LAST ? order : joined;
            }
        }
        return joined;
    }

    /** The operation after its first operand has been brought into that order, where that pays: in single precision on the CPU. */
    static Operation before(Operation operation) {
        return x -> x.context().real() == DataType.FLOAT32 && !x.get(0).getDevice().isGpu() ? operation.apply(x.withFirst(of(x.get(0)))) : operation.apply(x);
    }

    /** The same tensor in that order; the very memory when it is already. */
    static PtNDArray of(PtNDArray map) {
        return (PtNDArray) OPERATOR.apply(new NDList(map)).get(0);
    }
}
