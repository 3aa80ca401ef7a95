package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import java.util.List;
import java.util.Set;

/** How the positions of a token sequence learn of each other within a span. */
enum Mixing {
    /** Each by itself, or not as tokens. */
    NONE,
    /** By a product with a weight over the transposed sequence, as in MLP-Mixer. */
    PRODUCT,
    /** By a softmax and a product of two signals. */
    ATTENTION;

    private static final Set<String> PRODUCTS = Set.of("MatMul", "Einsum");
    private static final List<Long> SWAP = List.of(0L, 2L, 1L);

    /** @param nodes the span's, in graph order */
    static Mixing of(List<Node> nodes, GraphIndex index, Carriage carriage) {
        boolean softmax = nodes.stream().anyMatch(node -> node.operator().equals("Softmax"));
        if (softmax && nodes.stream().anyMatch(node -> PRODUCTS.contains(node.operator()) && node.inputs().stream()
                .allMatch(carriage::isSignal))) {
            return ATTENTION;
        }
        return nodes.stream().anyMatch(node -> node.operator().equals("MatMul") && !carriage.isSignal(node.inputs().get(1))
                && isSwapped(index, node.inputs().get(0))) ? PRODUCT : NONE;
    }

    private static boolean isSwapped(GraphIndex index, String tensor) {
        int maker = index.producer(tensor);
        return maker >= 0 && index.node(maker).operator().equals("Transpose") && SWAP.equals(index.node(maker).integers("perm"));
    }

    Mixing and(Mixing other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
