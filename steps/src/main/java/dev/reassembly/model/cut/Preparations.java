package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import java.util.List;
import java.util.Set;

/**
 * Tells stretches that prepare the product after them: a transition or downsampling normalises the finished sum or
 * concatenation of the block before, and nothing but its product reads the result. A normalisation that ends a block (as
 * an encoder layer's) is read by the shortcut around the next one too.
 */
final class Preparations {
    private static final Set<String> JOINS = Set.of("Add", "Concat", "Sum");
    /** A mean is the first that is seen of a normalisation that an export has decomposed. */
    private static final Set<String> NORMALISATIONS = Set.of("LayerNormalization", "RMSNormalization", "BatchNormalization",
            "InstanceNormalization", "GroupNormalization", "ReduceMean");
    /** What ends a block after its sum; a normalisation after that is another matter. */
    private static final Set<String> ENDS = Set.of("Relu", "LeakyRelu", "PRelu", "Clip", "Elu", "Selu", "Sigmoid", "HardSigmoid",
            "HardSwish", "Mish", "Softplus", "Tanh", "Erf", "Gelu", "MaxPool", "AveragePool");

    private final GraphIndex index;

    Preparations(GraphIndex index) {
        this.index = index;
    }

    /** Whether the spans from position {@code i} on, which has no product, belong to the product that follows them. */
    boolean begins(List<Span> spans, int i) {
        int product = i;
        while (product < spans.size() && spans.get(product).products().isEmpty()) {
            product++;
        }
        if (product == i || product == spans.size() || !isJoin(spans.get(i).input())) {
            return false;
        }
        List<Node> nodes = spans.subList(i, product).stream().flatMap(span -> span.nodes().stream()).toList();
        return normalises(nodes) && isOnlyMultiplied(spans.get(product));
    }

    private boolean isJoin(String tensor) {
        int maker = index.producer(tensor);
        return maker >= 0 && JOINS.contains(index.node(maker).operator());
    }

    private static boolean normalises(List<Node> nodes) {
        for (Node node : nodes) {
            if (NORMALISATIONS.contains(node.operator())) {
                return true;
            }
            if (ENDS.contains(node.operator())) {
                return false;
            }
        }
        return false;
    }

    private boolean isOnlyMultiplied(Span product) {
        return index.consumers(product.input()).stream().map(index::node).filter(node -> !node.operator().equals("Shape"))
                .allMatch(product.products()::contains);
    }
}
