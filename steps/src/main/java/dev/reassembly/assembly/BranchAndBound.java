package dev.reassembly.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Visits every path within the budget that is worth more than a rising threshold, depth first. A partial path is left when its
 * best completion is worth too little, by the plain objective or by its relaxation, or when its cheapest completion breaks a
 * bound.
 */
final class BranchAndBound {
    /** Partial paths between two looks at the clock. */
    private static final int CLOCK = 1 << 14;

    private final PathGraph graph;
    private final SetStates states;
    private final Objective objective;
    private final Relaxation relaxation;
    private final List<Weights> weights = new ArrayList<>();
    private final List<PathBounds> bounds = new ArrayList<>();
    /** What the sum of a path's weights must reach; the first two entries follow the threshold. */
    private final double[] least;
    private final int[][] successors;
    private final double[][] sums;
    private final int[] path;
    private long steps;
    private boolean stopped;

    BranchAndBound(PathGraph graph, SetStates states, Objective objective, Relaxation relaxation) {
        this.graph = graph;
        this.states = states;
        this.objective = objective;
        this.relaxation = relaxation;
        weights.add(relaxation.weights());
        weights.add(objective.weights());
        graph.costs.forEach((resource, cost) -> weights.add(cost.times(-1)));
        weights.forEach(row -> bounds.add(new PathBounds(graph, row, states)));
        least = new double[weights.size()];
        int row = 2;
        for (Resource resource : graph.costs.keySet()) {
            least[row++] = -(double) graph.budget.units(resource);
        }
        successors = new int[graph.blocks][];
        for (int b = 0; b < graph.blocks; b++) {
            boolean[] open = graph.open[b];
            successors[b] = IntStream.range(0, graph.blocks).filter(c -> open[c]).toArray();
        }
        sums = new double[graph.sets][weights.size()];
        path = new int[graph.sets];
    }

    /**
     * @param threshold asked anew after each path that was handed on; may only rise
     * @param sink takes paths that combine at least two models
     * @return whether all paths were visited before the deadline
     */
    boolean visit(DoubleSupplier threshold, Consumer<int[]> sink, Deadline deadline) {
        raise(threshold.getAsDouble());
        for (int b = 0; b < graph.blocks && !stopped; b++) {
            if (graph.stem[b]) {
                enter(0, b, 0, 0, 0, threshold, sink, deadline);
            }
        }
        return !stopped;
    }

    private void raise(double threshold) {
        least[0] = threshold + 1 - relaxation.constant() - Reduction.slack(threshold) - Reduction.slack(relaxation.constant());
        least[1] = threshold + 1;
    }

    private void enter(int depth, int block, int stateBefore, long usedBefore, long peakBefore, DoubleSupplier threshold,
            Consumer<int[]> sink, Deadline deadline) {
        int state = depth == 0 ? states.only(graph.set[block]) : states.with(stateBefore, graph.set[block]);
        if (state < 0 || (usedBefore & 1L << graph.set[block]) != 0) {
            return;
        }
        if (++steps % CLOCK == 0 && deadline.passed()) {
            stopped = true;
        }
        for (int row = 0; row < least.length; row++) {
            Weights weight = weights.get(row);
            double sum = depth == 0 ? weight.entry()[block] : sums[depth - 1][row] + weight.arc()[path[depth - 1]][block];
            if (sum + bounds.get(row).completion(block, state) < least[row]) {
                return;
            }
            sums[depth][row] = sum;
        }
        long peak = depth == 0 ? graph.activation[block] : Math.max(peakBefore, graph.peak(path[depth - 1], block));
        double parameters = -sums[depth][2] - bounds.get(2).completion(block, state);
        if (Evaluation.WEIGHT_BYTES * parameters + peak > graph.budget.units(Resource.MEMORY)) {
            return;
        }
        path[depth] = block;
        if (depth == path.length - 1) {
            if (graph.mixed(path) && objective.of(graph, path) > threshold.getAsDouble()) {
                sink.accept(path.clone());
                raise(threshold.getAsDouble());
            }
            return;
        }
        long used = usedBefore | 1L << graph.set[block];
        for (int next : successors[block]) {
            if (stopped) {
                return;
            }
            enter(depth + 1, next, state, used, peak, threshold, sink, deadline);
        }
    }
}
