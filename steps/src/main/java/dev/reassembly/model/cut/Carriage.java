package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells tensors that carry the network's signal from those that any block can compute anew.
 *
 * <p>FREE: computed from inputs and constants without a weight: attention masks, position ids, shapes of inputs. SIDE:
 * computed with a weight, but not from the signal: position embeddings. SIGNAL: everything else that depends on the main
 * input. An image is a signal at once; token ids become one where they meet a weight. A float initializer is a weight
 * when it has more than 1 % of the model's float elements: small tables such as relative position biases are free.
 */
final class Carriage {
    enum Kind {
        FREE, SIDE, SIGNAL
    }

    private static final long SMALLEST_WEIGHT = 64;

    private final GraphIndex index;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Set<String> fromIds = new HashSet<>();
    private final long weight;

    /** @param nodes those that matter, by position */
    Carriage(GraphIndex index, Chain.Inputs inputs, BitSet nodes) {
        this.index = index;
        long total = index.graph().initializers().values().stream().filter(t -> t.type().isFloating())
                .mapToLong(Tensor::elements).sum();
        weight = Math.max(SMALLEST_WEIGHT, total / 100);
        if (inputs.image() != null) {
            kinds.put(inputs.image(), Kind.SIGNAL);
        } else {
            fromIds.add(inputs.ids());
        }
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            classify(index.node(i));
        }
    }

    Kind kind(String tensor) {
        return kinds.getOrDefault(tensor, Kind.FREE);
    }

    boolean isSignal(String tensor) {
        return kind(tensor) == Kind.SIGNAL;
    }

    private void classify(Node node) {
        boolean shape = node.operator().equals("Shape") || node.operator().equals("Size");
        if (shape && index.inputs().contains(node.inputs().get(0))) {
            return;
        }
        Kind kind = Kind.FREE;
        boolean ids = false;
        for (String input : node.inputs()) {
            Kind of = isWeight(input) ? Kind.SIDE : kind(input);
            kind = of.compareTo(kind) > 0 ? of : kind;
            ids |= fromIds.contains(input);
        }
        if (kind == Kind.SIDE && ids) {
            kind = Kind.SIGNAL;
        }
        for (String output : node.outputs()) {
            if (output.isEmpty()) {
                continue; // Left out, as inputs may be, which are named alike.
            }
            kinds.put(output, kind);
            if (ids && kind == Kind.FREE) {
                fromIds.add(output);
            }
        }
    }

    private boolean isWeight(String tensor) {
        Tensor value = index.initializer(tensor);
        return value != null && value.type().isFloating() && value.elements() > weight;
    }
}
