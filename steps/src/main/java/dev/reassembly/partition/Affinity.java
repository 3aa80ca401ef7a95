package dev.reassembly.partition;

/** How well a block is served by the anchors at hand, which may not change meanwhile. */
final class Affinity {
    private final BlockSpace space;
    private final Anchors anchors;
    private final boolean[] bound;
    /** For each set how alike all cuts of the zoo are to the one where its anchor starts, and to the one where it ends. */
    private final double[][] starts;
    private final double[][] ends;

    /**
     * @param keepAnchors whether anchors must stay blocks of their sets: blocks that would cut one apart are then worth minus
     *     infinity, and an anchor belongs to its own set
     */
    Affinity(BlockSpace space, Anchors anchors, boolean keepAnchors) {
        this.space = space;
        this.anchors = anchors;
        this.bound = new boolean[space.models];
        this.starts = new double[space.sets][];
        this.ends = new double[space.sets][];
        for (int set = 0; set < space.sets; set++) {
            bound[anchors.model()[set]] = keepAnchors;
            starts[set] = space.alike(anchors.model()[set], anchors.from()[set]);
            ends[set] = space.alike(anchors.model()[set], anchors.to()[set]);
        }
    }

    BlockSpace space() {
        return space;
    }

    /** The set that serves the block best, the lowest of equals; -1 when the block may not be. */
    int set(int model, int position, int from, int to) {
        if (!space.fits(model, from, to)) {
            return -1;
        }
        if (bound[model] && anchors.overlaps(model, from, to)) {
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

    /** Similarity of the block to the anchor of the set that serves it best; minus infinity when the block may not be. */
    double best(int model, int position, int from, int to) {
        if (!space.fits(model, from, to)) {
            return Double.NEGATIVE_INFINITY;
        }
        if (bound[model] && anchors.overlaps(model, from, to)) {
            int own = set(model, position, from, to);
            return own < 0 ? Double.NEGATIVE_INFINITY : value(model, from, to, own);
        }
        return bestOf(space.membership.firstSet(position), space.membership.endSet(position, space.sets), space.offset(model) + from,
                space.offset(model) + to);
    }

    /** The same of any block that does not touch an anchor that must be kept, by its cuts in the zoo and the sets that it may join. */
    double bestOf(int firstSet, int endSet, int from, int to) {
        double best = Double.NEGATIVE_INFINITY;
        for (int set = firstSet; set < endSet; set++) {
            double value = starts[set][from] + ends[set][to];
            best = value > best ? value : best;
        }
        return best;
    }

    /** Whether some anchor must be kept that is a block of this model. */
    boolean isBound(int model) {
        return bound[model];
    }

    /** Similarity of the block to the anchor of a set. */
    double value(int model, int from, int to, int set) {
        int offset = space.offset(model);
        return starts[set][offset + from] + ends[set][offset + to];
    }
}
