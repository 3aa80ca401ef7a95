package dev.reassembly.model.cut;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Frees the batch axis of models that were exported for one sample: constant Reshape shapes whose first dimension is 1.
 *
 * <p>[1, a, b] becomes [-1, a, b]: the same for one sample, and the only shape that a batch can have there. [1, -1, b]
 * becomes [0, -1, b] where the model declares a batch of 1; {@link ChainBuilder} compares a batch of one and of two
 * afterwards, so a wrong guess is found.
 */
public final class FixedBatch {
    private FixedBatch() {}

    /** The graph itself when nothing is fixed. */
    public static Graph free(Graph graph, Chain.Inputs inputs) {
        String main = inputs.image() != null ? inputs.image() : inputs.ids();
        boolean declared = graph.inputs().stream().anyMatch(i -> i.name().equals(main) && startsWithOne(i.shape()));
        Set<String> dependent = new HashSet<>(Set.of(main));
        Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
        List<Node> nodes = new ArrayList<>(graph.nodes().size());
        boolean changed = declared;
        for (Node node : graph.nodes()) {
            boolean depends = node.inputs().stream().anyMatch(dependent::contains);
            Node kept = node;
            if (depends) {
                dependent.addAll(node.outputs());
                kept = node.operator().equals("Reshape") ? freed(node, initializers, declared) : node;
            }
            changed |= kept != node;
            nodes.add(kept);
        }
        List<ValueInfo> opened = graph.inputs().stream().map(i -> declared && startsWithOne(i.shape()) ? open(i) : i).toList();
        return changed ? new Graph(graph.name(), opened, graph.outputs(), nodes, initializers) : graph;
    }

    private static Node freed(Node reshape, Map<String, Tensor> initializers, boolean declared) {
        Tensor shape = initializers.get(reshape.inputs().get(1));
        if (shape == null || shape.type() != ElementType.INT64 || shape.elements() < 2 || reshape.integer("allowzero", 0) != 0) {
            return reshape;
        }
        LongBuffer dims = shape.data().asLongBuffer();
        long[] values = new long[dims.remaining()];
        dims.get(values);
        boolean fixed = true;
        boolean inferred = false;
        for (int i = 1; i < values.length; i++) {
            fixed &= values[i] > 0;
            inferred |= values[i] < 0;
        }
        if (values[0] != 1 || !(fixed || inferred && declared)) {
            return reshape;
        }
        values[0] = fixed ? -1 : 0;
        String name = reshape.inputs().get(1) + "/any_batch";
        initializers.put(name, Tensor.ofLongs(shape.shape(), values));
        return reshape.withInputs(List.of(reshape.inputs().get(0), name));
    }

    private static boolean startsWithOne(List<Long> shape) {
        return !shape.isEmpty() && shape.get(0) == 1;
    }

    private static ValueInfo open(ValueInfo input) {
        List<Long> shape = new ArrayList<>(input.shape());
        shape.set(0, -1L);
        return new ValueInfo(input.name(), input.type(), shape);
    }
}
