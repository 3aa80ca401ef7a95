package dev.reassembly.assembly;

import java.util.Map;

/** Closes arcs of a graph that no wanted path can pass, so that the programme which proves the rest stays small. */
final class Reduction {
    private Reduction() {}

    /** Bounds mixed with multipliers are rounded a little; the worths that they are compared with are whole numbers. */
    static double slack(double magnitude) {
        return 1e-3 + 1e-12 * Math.abs(magnitude);
    }

    /** Closes arcs over which even the cheapest path breaks the budget. */
    static void byBudget(PathGraph graph, SetStates states) {
        for (Map.Entry<Resource, Weights> cost : graph.costs.entrySet()) {
            long bound = graph.budget.units(cost.getKey());
            boolean memory = cost.getKey() == Resource.PARAMETERS && graph.budget.memoryBytes() != null;
            if (bound == Long.MAX_VALUE && !memory) {
                continue;
            }
            PathBounds cheapest = new PathBounds(graph, cost.getValue().times(-1), states);
            for (int b = 0; b < graph.blocks; b++) {
                for (int c = 0; c < graph.blocks; c++) {
                    if (graph.open[b][c]) {
                        double least = -cheapest.through(b, c);
                        graph.open[b][c] = least <= bound && (!memory
                                || Evaluation.WEIGHT_BYTES * least + graph.peak(b, c) <= graph.budget.memoryBytes());
                    }
                }
            }
        }
    }

    /** Closes arcs over which no path within the budget is worth more than {@code value}. */
    static void byObjective(PathGraph graph, SetStates states, Objective objective, Relaxation relaxation, double value) {
        if (value == Double.NEGATIVE_INFINITY) {
            return;
        }
        PathBounds bounds = new PathBounds(graph, relaxation.weights(), states);
        for (int b = 0; b < graph.blocks; b++) {
            for (int c = 0; c < graph.blocks; c++) {
                if (graph.open[b][c]) {
                    double most = bounds.through(b, c) + relaxation.constant() - (objective.lessPeak() ? graph.peak(b, c) : 0);
                    graph.open[b][c] = most + slack(value) + slack(relaxation.constant()) >= value + 1;
                }
            }
        }
    }

    /** Number of open arcs; 0 also when they make no whole path. */
    static int arcs(PathGraph graph, SetStates states) {
        if (new PathBounds(graph, graph.score, states).best() == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        int count = 0;
        for (boolean[] row : graph.open) {
            for (boolean open : row) {
                count += open ? 1 : 0;
            }
        }
        return count;
    }
}
