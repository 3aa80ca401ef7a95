package dev.reassembly.assembly;

import java.util.ArrayList;
import java.util.List;

/**
 * Lagrangian relaxation of the budget: the objective of any path within the budget is at most its mixed weight plus the constant,
 * where mixed weights are the objective's less multiplier times cost, and the constant is the sum of multiplier times bound.
 * Multipliers of zero leave the objective alone.
 */
record Relaxation(Weights weights, double constant, double bound) {
    private static final int STEPS = 40;
    /** Steps without a better bound after which steps get shorter. */
    private static final int PATIENCE = 3;

    private record Row(Weights cost, double bound) {}

    /** Multipliers by the subgradient method, for a bound as low as it finds. */
    static Relaxation of(PathGraph graph, SetStates states, Objective objective) {
        PathBounds plain = new PathBounds(graph, objective.weights(), states);
        Relaxation best = new Relaxation(objective.weights(), 0, plain.best());
        List<Row> rows = rows(graph);
        if (rows.isEmpty() || best.bound == Double.NEGATIVE_INFINITY) {
            return best;
        }
        double range = best.bound + new PathBounds(graph, objective.weights().times(-1), states).best();
        double[] multipliers = new double[rows.size()];
        int[] path = plain.bestPath();
        double reach = 0.2 * range;
        double last = best.bound;
        int idle = 0;
        for (int step = 0; step < STEPS && reach > range * 1e-4; step++) {
            double norm = 0;
            double[] excess = new double[rows.size()];
            for (int r = 0; r < excess.length; r++) {
                excess[r] = rows.get(r).cost.of(path) / rows.get(r).bound - 1;
                norm += multipliers[r] > 0 || excess[r] > 0 ? excess[r] * excess[r] : 0;
            }
            if (norm == 0) {
                break;
            }
            for (int r = 0; r < excess.length; r++) {
                multipliers[r] = Math.max(0, multipliers[r] + (last - best.bound + reach) / norm * excess[r]);
            }
            Weights mixed = mixed(objective.weights(), rows, multipliers);
            double constant = 0;
            for (double multiplier : multipliers) {
                constant += multiplier;
            }
            PathBounds bounds = new PathBounds(graph, mixed, states);
            last = bounds.best() + constant;
            path = bounds.bestPath();
            if (last < best.bound) {
                best = new Relaxation(mixed, constant, last);
                idle = 0;
            } else if (++idle == PATIENCE) {
                idle = 0;
                reach /= 2;
            }
        }
        return best;
    }

    private static Weights mixed(Weights objective, List<Row> rows, double[] multipliers) {
        Weights mixed = objective;
        for (int r = 0; r < multipliers.length; r++) {
            mixed = multipliers[r] == 0 ? mixed : mixed.plus(-multipliers[r] / rows.get(r).bound, rows.get(r).cost);
        }
        return mixed;
    }

    private static List<Row> rows(PathGraph graph) {
        List<Row> rows = new ArrayList<>();
        graph.costs.forEach((resource, cost) -> {
            double bound = graph.budget.units(resource);
            if (resource == Resource.PARAMETERS && graph.budget.memoryBytes() != null) {
                bound = Math.min(bound, (graph.budget.memoryBytes() - graph.leastPeak()) / (double) Evaluation.WEIGHT_BYTES);
            }
            if (bound > 0 && bound < Long.MAX_VALUE) {
                rows.add(new Row(cost, bound));
            }
        });
        return rows;
    }
}
