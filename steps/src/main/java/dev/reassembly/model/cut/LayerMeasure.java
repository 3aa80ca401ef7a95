package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures layers in chain order; weights and side computations that several layers share count in the first of them. */
final class LayerMeasure {
    private final GraphIndex index;
    private final Map<String, ValueInfo> values;
    private final Set<String> counted = new HashSet<>();
    private final Map<String, Long> shared = new LinkedHashMap<>();
    private final BitSet measured = new BitSet();

    /** @param values every tensor's type and shape for one sample */
    LayerMeasure(GraphIndex index, Map<String, ValueInfo> values) {
        this.index = index;
        this.values = values;
    }

    /** Null for tensors that were not traced. */
    List<Long> shape(String tensor) {
        Tensor constant = index.initializer(tensor);
        ValueInfo value = values.get(tensor);
        return constant != null ? constant.shape() : value == null ? null : value.shape();
    }

    /** The layer that makes {@code output} from {@code input}; to be asked in chain order, once a layer. */
    Layer measure(int position, String name, String kind, String input, String output) {
        BitSet nodes = index.needed(List.of(output), List.of(input));
        Set<String> here = new HashSet<>();
        long parameters = 0;
        long flops = 0;
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            Node node = index.node(i);
            for (String read : node.inputs()) {
                Tensor constant = index.initializer(read);
                if (constant == null || !constant.type().isFloating() || !here.add(read)) {
                    continue;
                }
                if (counted.add(read)) {
                    parameters += constant.elements();
                } else {
                    shared.put(read, constant.elements());
                }
            }
            if (!measured.get(i)) {
                flops += Flops.of(node, this::shape);
            }
        }
        measured.or(nodes);
        return new Layer(position, name, kind, parameters, flops, peakBytes(nodes, input, output));
    }

    /** Weights that more than one of the layers measured so far reads, and how many elements each has. */
    Map<String, Long> shared() {
        return shared;
    }

    /** Every tensor lives from the node that makes it until its last reader in the layer has run; the output stays. */
    private long peakBytes(BitSet nodes, String input, String output) {
        Map<String, Integer> last = new HashMap<>();
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            for (String read : index.node(i).inputs()) {
                last.put(read, i);
            }
        }
        last.put(output, Integer.MAX_VALUE);
        long alive = bytes(input);
        long peak = alive;
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            Node node = index.node(i);
            alive += node.outputs().stream().mapToLong(this::bytes).sum();
            peak = Math.max(peak, alive);
            for (String read : new HashSet<>(node.inputs())) {
                int maker = index.producer(read);
                boolean here = read.equals(input) || maker >= 0 && nodes.get(maker);
                alive -= here && last.get(read) == i ? bytes(read) : 0;
            }
            for (String made : node.outputs()) {
                alive -= last.containsKey(made) ? 0 : bytes(made);
            }
        }
        return peak;
    }

    private long bytes(String tensor) {
        ValueInfo value = values.get(tensor);
        return value == null || !value.type().isFloating() || index.initializer(tensor) != null ? 0
                : value.shape().stream().reduce((long) value.type().bytes(), Math::multiplyExact);
    }
}
