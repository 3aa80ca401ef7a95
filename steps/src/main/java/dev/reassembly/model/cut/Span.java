package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes between two cuts, before it is decided which cuts a layer ends at.
 *
 * @param from position of the cut that it reads, in the list of all usable cuts (0 is the input)
 * @param to position of the cut that it writes
 * @param input the tensor read
 * @param entry its feature
 * @param exit the feature written
 * @param nodes those that carry the signal, in graph order
 * @param products the convolutions and matrix products among them that transform the feature itself (those of a gate do not)
 * @param mixing how tokens learn of each other
 */
record Span(int from, int to, String input, Feature entry, Feature exit, List<Node> nodes, List<Node> products,
        Mixing mixing) {
    Span {
        nodes = List.copyOf(nodes);
        products = List.copyOf(products);
    }

    /** This span followed by the next one. */
    Span then(Span next) {
        return new Span(from, next.to, input, entry, next.exit, joined(nodes, next.nodes), joined(products, next.products),
                mixing.and(next.mixing));
    }

    /** This span followed by one that only rescales or rearranges its output. */
    Span thenTrivially(Span next) {
        return new Span(from, next.to, input, entry, next.exit, joined(nodes, next.nodes), products, mixing);
    }

    /** The only product, or null when there is none or several. */
    Node product() {
        return products.size() == 1 ? products.get(0) : null;
    }

    private static List<Node> joined(List<Node> first, List<Node> second) {
        List<Node> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
