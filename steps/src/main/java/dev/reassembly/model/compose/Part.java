package dev.reassembly.model.compose;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.graph.Graph;

/** A block with the model that it comes from. */
public record Part(BlockRef ref, Graph graph, Chain chain) {
    public Part {
        if (ref.from() < 0 || ref.from() >= ref.to() || ref.to() > chain.layers().size()) {
            throw new IllegalArgumentException("block " + ref + " is empty or not within the " + chain.layers().size()
                    + " layers");
        }
    }

    Cut entry() {
        return chain.cuts().get(ref.from());
    }

    Cut exit() {
        return chain.cuts().get(ref.to());
    }

    boolean continues(Part before) {
        return ref.model().equals(before.ref.model()) && ref.from() == before.ref.to();
    }

    boolean readsText() {
        return chain.inputs().ids() != null;
    }
}
