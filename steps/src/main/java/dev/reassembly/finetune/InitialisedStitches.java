package dev.reassembly.finetune;

import dev.reassembly.model.graph.Graph;
import java.util.List;

/**
 * @param graph the composed network with fitted stitches
 * @param fits one a stitch that is not an identity, in order
 */
public record InitialisedStitches(Graph graph, List<StitchFit> fits) {
    public InitialisedStitches {
        fits = List.copyOf(fits);
    }
}
