package dev.reassembly.partition;

/**
 * How well a block is served by the anchors at hand.
 *
 * @param keepAnchors whether anchors must stay blocks of their sets: blocks that would cut one apart are then worth minus
 *     infinity, and an anchor belongs to its own set
 */
record Affinity(BlockSpace space, Anchors anchors, boolean keepAnchors) {
    /** The set that serves the block best, the lowest of equals; -1 when the block may not be. */
    int set(int model, int position, int from, int to) {
        if (!space.fits(model, from, to)) {
            return -1;
        }
        if (keepAnchors && anchors.overlaps(model, from, to)) {
            int own = anchors.anchored(model, from, to);
            return own >= 0 && space.membership.allows(position, own, space.sets) ? own : -1;
        }
        int best = -1;
        double bestValue = Double.NEGATIVE_INFINITY;
        int end = space.membership.endSet(position, space.sets);
        for (int set = space.membership.firstSet(position); set < end; set++) {
            double value = value(model, from, to, set);
            if (value > bestValue) {
                bestValue = value;
                best = set;
            }
        }
        return best;
    }

    /** Similarity of the block to the anchor of a set. */
    double value(int model, int from, int to, int set) {
        return space.similarity(model, from, to, anchors.model()[set], anchors.from()[set], anchors.to()[set]);
    }
}
