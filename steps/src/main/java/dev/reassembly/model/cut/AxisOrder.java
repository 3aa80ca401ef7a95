package dev.reassembly.model.cut;

import dev.reassembly.model.cut.Carriage.Kind;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Derives how the axes of each signal tensor are read, from the operators around it: convolutions and poolings have
 * channels second, products with a weight matrix and layer normalisations have them last, element-wise operators keep what
 * they get, and a transposition moves it. Tensors of which nothing is known (attention heads, windows) have no order.
 */
final class AxisOrder {
    /** CHANNELS_SECOND is [n, c, length], a map whose grid was flattened and not yet transposed. */
    private enum Order {
        NCHW, NHWC, TOKENS, VECTOR, CHANNELS_SECOND
    }

    private static final Set<String> MAPS = Set.of("Conv", "ConvTranspose", "BatchNormalization", "MaxPool", "AveragePool",
            "LpPool", "GlobalAveragePool", "GlobalMaxPool", "InstanceNormalization", "GroupNormalization", "LRN",
            "DepthToSpace", "SpaceToDepth");
    private static final Set<String> MOVING = Set.of("Shape", "Size", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Gather",
            "GatherND", "Einsum", "ReduceMean", "ReduceSum", "ReduceMax");

    private final GraphIndex index;
    private final Carriage carriage;
    private final Function<String, List<Long>> shapes;
    private final Map<String, Order> orders = new HashMap<>();

    AxisOrder(GraphIndex index, Carriage carriage, BitSet nodes, Function<String, List<Long>> shapes) {
        this.index = index;
        this.carriage = carriage;
        this.shapes = shapes;
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            forward(index.node(i));
        }
        for (int i = nodes.previousSetBit(nodes.length()); i >= 0; i = nodes.previousSetBit(i - 1)) {
            backward(index.node(i));
        }
    }

    /** The feature that a tensor is, or null when its axes are not known. */
    Feature feature(String tensor, boolean text) {
        Order order = orders.get(tensor);
        List<Long> s = shapes.apply(tensor);
        if (order == null || order == Order.CHANNELS_SECOND) {
            return null;
        }
        return switch (order) {
            case NCHW -> new Feature(Feature.Layout.NCHW, s.get(1), s.get(2), s.get(3), false);
            case NHWC -> new Feature(Feature.Layout.NHWC, s.get(3), s.get(1), s.get(2), false);
            case TOKENS -> new Feature(Feature.Layout.TOKENS, s.get(2), text ? -1 : s.get(1), 1, !text
                    && hasClassToken(s.get(1)));
            default -> new Feature(Feature.Layout.VECTOR, s.get(1), 1, 1, false);
        };
    }

    private static boolean hasClassToken(long tokens) {
        long side = Math.round(Math.sqrt(tokens - 1));
        return tokens > 1 && side * side == tokens - 1;
    }

    private void forward(Node node) {
        for (String output : node.outputs()) {
            List<Long> shape = carriage.isSignal(output) ? shapes.apply(output) : null;
            Order order = shape == null ? null : shape.size() == 2 ? Order.VECTOR : order(node, shape);
            if (order != null && shape.size() == rank(order)) {
                orders.put(output, order);
            }
        }
    }

    private Order order(Node node, List<Long> shape) {
        String operator = node.operator();
        if (MAPS.contains(operator)) {
            return Order.NCHW;
        }
        return switch (operator) {
            case "LayerNormalization" -> channelsLast(shape);
            case "MatMul" -> byMatrix(node) ? multiplied(node.inputs().get(0), shape) : null;
            case "Gather" -> isTable(node.inputs().get(0)) ? channelsLast(shape) : null;
            case "Transpose" -> transposed(node);
            case "Reshape" -> reshaped(node.inputs().get(0), shape);
            default -> MOVING.contains(operator) ? null : inherited(node, shape);
        };
    }

    /** The last axis is multiplied, whatever it is: the grid where tokens are mixed. */
    private Order multiplied(String input, List<Long> shape) {
        return orders.get(input) == Order.CHANNELS_SECOND ? Order.CHANNELS_SECOND : channelsLast(shape);
    }

    private Order inherited(Node node, List<Long> shape) {
        for (String input : node.inputs()) {
            Order order = orders.get(input);
            if (order != null && shapes.apply(input).size() == shape.size()) {
                return order;
            }
        }
        return null;
    }

    private Order transposed(Node node) {
        Order order = orders.get(node.inputs().get(0));
        List<Long> perm = node.integers("perm");
        if (order == null || perm == null) {
            return null;
        }
        if (order == Order.NCHW && perm.equals(List.of(0L, 2L, 3L, 1L))) {
            return Order.NHWC;
        }
        if (order == Order.NHWC && perm.equals(List.of(0L, 3L, 1L, 2L))) {
            return Order.NCHW;
        }
        boolean swap = perm.equals(List.of(0L, 2L, 1L));
        return swap && order == Order.CHANNELS_SECOND ? Order.TOKENS : swap && order == Order.TOKENS ? Order.CHANNELS_SECOND
                : null;
    }

    /** Flattening and unflattening of the grid; a grid of one row or column could be anything. */
    private Order reshaped(String input, List<Long> to) {
        Order order = orders.get(input);
        List<Long> from = shapes.apply(input);
        if (order == null || from.equals(to)) {
            return order;
        }
        if (from.size() == 4 && to.size() == 3) {
            boolean flat = order == Order.NCHW
                    ? to.get(1).equals(from.get(1)) && to.get(2) == from.get(2) * from.get(3)
                    : to.get(2).equals(from.get(3)) && to.get(1) == from.get(1) * from.get(2);
            return !flat ? null : order == Order.NCHW ? Order.CHANNELS_SECOND : Order.TOKENS;
        }
        if (from.size() == 3 && to.size() == 4) {
            boolean second = order == Order.CHANNELS_SECOND;
            int grid = second ? 2 : 1;
            boolean kept = to.get(second ? 1 : 3).equals(from.get(second ? 1 : 2)) && to.get(grid) > 1 && to.get(grid + 1) > 1;
            return !kept ? null : second ? Order.NCHW : Order.NHWC;
        }
        return null;
    }

    private void backward(Node node) {
        String input = node.inputs().isEmpty() ? "" : node.inputs().get(0);
        String operator = node.operator();
        if (MAPS.contains(operator)) {
            learn(input, Order.NCHW);
        } else if (operator.equals("LayerNormalization") || operator.equals("MatMul") && byMatrix(node)) {
            learn(input, carriage.isSignal(input) ? channelsLast(shapes.apply(input)) : null);
        } else if (!MOVING.contains(operator) && !operator.equals("Transpose") && !operator.equals("MatMul")) {
            String output = node.outputs().get(0);
            node.inputs().stream().filter(i -> carriage.isSignal(i) && shapes.apply(i).equals(shapes.apply(output)))
                    .forEach(i -> learn(i, orders.get(output)));
        }
    }

    private void learn(String tensor, Order order) {
        if (order != null && carriage.isSignal(tensor) && shapes.apply(tensor).size() == rank(order)) {
            orders.putIfAbsent(tensor, order);
        }
    }

    /** Whether the second operand is a matrix that is no signal: a weight, however it is stored. */
    private boolean byMatrix(Node node) {
        String right = node.inputs().get(1);
        List<Long> shape = shapes.apply(right);
        return carriage.kind(right) != Kind.SIGNAL && shape != null && shape.size() == 2;
    }

    private boolean isTable(String tensor) {
        Tensor value = index.initializer(tensor);
        return value != null && value.type().isFloating() && value.shape().size() == 2;
    }

    private static Order channelsLast(List<Long> shape) {
        return shape.size() == 3 ? Order.TOKENS : shape.size() == 4 ? Order.NHWC : null;
    }

    private static int rank(Order order) {
        return order == Order.VECTOR ? 2 : order == Order.TOKENS || order == Order.CHANNELS_SECOND ? 3 : 4;
    }
}
