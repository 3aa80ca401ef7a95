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
        int[][] previous = neighbours(true);
        for (int b = 0; b < graph.blocks; b++) {
            onward[b][states.only(graph.set[b])] = weights.exit()[b];
        }
        for (int state = 1; state < states.size; state++) {
            for (int c = 0; c < graph.blocks; c++) {
                double value = onward[c][state];
                if (value == NONE) {
                    continue;
                }
                for (int b : previous[c]) {
                    int next = states.with(state, graph.set[b]);
                    if (next >= 0 && weights.arc()[b][c] + value > onward[b][next]) {
                        onward[b][next] = weights.arc()[b][c] + value;
                    }
                }
            }
        }
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
        int[][] next = neighbours(false);
        for (int b = 0; b < graph.blocks; b++) {
            if (graph.stem[b]) {
                best[b][states.only(graph.set[b])] = weights.entry()[b];
            }
        }
        for (int state = 1; state < states.size; state++) {
            for (int b = 0; b < graph.blocks; b++) {
                double value = best[b][state];
                if (value == NONE) {
                    continue;
                }
                for (int c : next[b]) {
                    int after = states.with(state, graph.set[c]);
                    if (after >= 0 && value + weights.arc()[b][c] > best[c][after]) {
                        best[c][after] = value + weights.arc()[b][c];
                    }
                }
            }
        }
        return best;
    }

    private double[][] empty() {
        double[][] values = new double[graph.blocks][states.size];
        for (double[] row : values) {
            Arrays.fill(row, NONE);
        }
        return values;
    }

    private int[][] neighbours(boolean before) {
        int[][] lists = new int[graph.blocks][];
        int[] list = new int[graph.blocks];
        for (int b = 0; b < graph.blocks; b++) {
            int count = 0;
            for (int c = 0; c < graph.blocks; c++) {
                if (before ? graph.open[c][b] : graph.open[b][c]) {
                    list[count++] = c;
                }
            }
            lists[b] = Arrays.copyOf(list, count);
        }
        return lists;
    }
}
