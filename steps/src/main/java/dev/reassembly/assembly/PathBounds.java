package dev.reassembly.assembly;

import java.util.Arrays;

/**
 * The largest weight of any path, of any path over a given arc, and of any way to complete a partial path, by dynamic programming
 * over (sets used, last block), as Held and Karp do for tours. Budgets play no part.
 */
final class PathBounds {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private final PathGraph graph;
    private final Weights weights;
    private final SetStates states;
    /**
     * [block][state]: the best path from the block to the end over exactly the sets of the state, the block's own weight left
     * out.
     */
    private final double[][] onward;
    /** [block][state]: the best path from a stem to the block over exactly the sets of the state; made when first needed. */
    private double[][] toward;

    PathBounds(PathGraph graph, Weights weights, SetStates states) {
        this.graph = graph;
        this.weights = weights;
        this.states = states;
        this.onward = empty();
        double[][] arcs = empty(graph.blocks);
        for (int b = 0; b < graph.blocks; b++) {
            onward[b][states.only(graph.set[b])] = weights.exit()[b];
            for (int c = 0; c < graph.blocks; c++) {
                if (graph.open[b][c]) {
                    arcs[b][c] = weights.arc()[b][c];
                }
            }
        }
        extend(onward, arcs);
    }

    /** Of any whole path; negative infinity when there is none. */
    double best() {
        double best = NONE;
        for (int b = 0; b < graph.blocks; b++) {
            if (graph.stem[b]) {
                best = Math.max(best, weights.entry()[b] + onward[b][states.full]);
            }
        }
        return best;
    }

    /** What can come at most after {@code block}, when {@code used} is the state of the path up to and with it. */
    double completion(int block, int used) {
        return onward[block][states.with(states.rest(used), graph.set[block])];
    }

    /** Of any whole path over an arc; negative infinity when there is none. */
    double through(int from, int to) {
        if (toward == null) {
            toward = forward();
        }
        double best = NONE;
        double[] before = toward[from];
        double[] after = onward[to];
        for (int state = 1; state < states.full; state++) {
            best = Math.max(best, before[state] + after[states.rest(state)]);
        }
        return best + weights.arc()[from][to];
    }

    /** A path of the largest weight; with counting states it may use a set twice. */
    int[] bestPath() {
        int[] path = new int[graph.sets];
        double best = best();
        int block = 0;
        while (!graph.stem[block] || weights.entry()[block] + onward[block][states.full] < best) {
            block++;
        }
        int state = states.full;
        path[0] = block;
        for (int i = 1; i < path.length; i++) {
            int rest = states.without(state, graph.set[block]);
            int next = 0;
            while (!graph.open[block][next] || onward[next][rest] == NONE
                    || weights.arc()[block][next] + onward[next][rest] < onward[block][state]) {
                next++;
            }
            block = next;
            state = rest;
            path[i] = block;
        }
        return path;
    }

    private double[][] forward() {
        double[][] best = empty();
        double[][] arcs = empty(graph.blocks);
        for (int b = 0; b < graph.blocks; b++) {
            if (graph.stem[b]) {
                best[b][states.only(graph.set[b])] = weights.entry()[b];
            }
            for (int c = 0; c < graph.blocks; c++) {
                if (graph.open[b][c]) {
                    arcs[c][b] = weights.arc()[b][c];
                }
            }
        }
        extend(best, arcs);
        return best;
    }

    /**
     * Completes the best paths of all states from those of one block.
     *
     * @param best [block][state]
     * @param arcs what a block adds in front of, or behind, each block where a path can be extended; negative infinity elsewhere
     */
    private void extend(double[][] best, double[][] arcs) {
        int[] ends = new int[graph.blocks];
        double[] values = new double[graph.blocks];
        for (int state = 1; state < states.full; state++) {
            int count = 0;
            for (int end = 0; end < graph.blocks; end++) {
                if (best[end][state] != NONE) {
                    ends[count] = end;
                    values[count++] = best[end][state];
                }
            }
            for (int block = 0; count > 0 && block < graph.blocks; block++) {
                int next = states.with(state, graph.set[block]);
                if (next >= 0) {
                    best[block][next] = Math.max(best[block][next], largest(arcs[block], ends, values, count));
                }
            }
        }
    }

    private static double largest(double[] arcs, int[] ends, double[] values, int count) {
        double largest = NONE;
        for (int i = 0; i < count; i++) {
            double value = arcs[ends[i]] + values[i];
            largest = value > largest ? value : largest;
        }
        return largest;
    }

    private double[][] empty() {
        return empty(states.size);
    }

    private double[][] empty(int width) {
        double[][] values = new double[graph.blocks][width];
        for (double[] row : values) {
            Arrays.fill(row, NONE);
        }
        return values;
    }
}
