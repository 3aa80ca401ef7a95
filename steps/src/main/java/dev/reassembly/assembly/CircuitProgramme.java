package dev.reassembly.assembly;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CircuitConstraint;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The 0-1 programme over the open arcs of a graph, for CP-SAT. X_b says that block b is used and P_bc that c follows b; entry and
 * exit variables mark the first and the last block. One circuit through a depot over all used blocks stands for the paper's
 * variables Y (block at stage): the position on the circuit is the stage, so that each block has one stage and each stage one
 * block, with K times fewer variables. Exactly one block of each set is used, and not all of one model.
 */
final class CircuitProgramme {
    private static final int DEPOT = 0;

    private final PathGraph graph;
    private final Objective objective;
    private final CpModel model = new CpModel();
    private final BoolVar[] used;
    private final BoolVar[] first;
    private final BoolVar[] last;
    private final BoolVar[][] follows;
    private final IntVar peak;

    /** @param above only paths that are worth more are solutions; negative infinity for all */
    CircuitProgramme(PathGraph graph, Objective objective, double above) {
        this.graph = graph;
        this.objective = objective;
        used = new BoolVar[graph.blocks];
        first = new BoolVar[graph.blocks];
        last = new BoolVar[graph.blocks];
        follows = new BoolVar[graph.blocks][graph.blocks];
        addCircuit();
        addChoices();
        peak = objective.lessPeak() || graph.budget.memoryBytes() != null ? addPeak() : null;
        addBudget();
        if (above > Double.NEGATIVE_INFINITY) {
            model.addGreaterOrEqual(value(), (long) above + 1);
        }
    }

    /** What CP-SAT says: a best path if it has one, and what no path's worth exceeds. */
    record Best(CpSolverStatus status, int[] path, double bound) {}

    Best maximise(AssemblyOptions options, double seconds) {
        model.maximize(value());
        CpSolver solver = solver(options.seed(), options.threads(), seconds);
        CpSolverStatus status = solver.solve(model);
        boolean found = status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE;
        double bound = status == CpSolverStatus.INFEASIBLE ? Double.NEGATIVE_INFINITY
                : status == CpSolverStatus.UNKNOWN ? Double.POSITIVE_INFINITY : solver.bestObjectiveBound();
        return new Best(status, found ? path(solver::booleanValue) : null, bound);
    }

    private static CpSolver solver(long seed, int threads, double seconds) {
        CpSolver solver = new CpSolver();
        solver.getParameters().setMaxTimeInSeconds(Math.max(0.01, seconds)).setNumWorkers(threads)
                .setRandomSeed((int) (seed & Integer.MAX_VALUE));
        return solver;
    }

    private void addCircuit() {
        CircuitConstraint circuit = model.addCircuit();
        for (int b = 0; b < graph.blocks; b++) {
            used[b] = model.newBoolVar("");
            circuit.addArc(b + 1, b + 1, used[b].not());
            last[b] = model.newBoolVar("");
            circuit.addArc(b + 1, DEPOT, last[b]);
            if (graph.stem[b]) {
                first[b] = model.newBoolVar("");
                circuit.addArc(DEPOT, b + 1, first[b]);
            }
            for (int c = 0; c < graph.blocks; c++) {
                if (graph.open[b][c]) {
                    follows[b][c] = model.newBoolVar("");
                    circuit.addArc(b + 1, c + 1, follows[b][c]);
                }
            }
        }
    }

    private void addChoices() {
        for (int set = 0; set < graph.sets; set++) {
            List<Literal> members = new ArrayList<>();
            for (int b = 0; b < graph.blocks; b++) {
                if (graph.set[b] == set) {
                    members.add(used[b]);
                }
            }
            model.addExactlyOne(members);
        }
        for (int m = 0; m < graph.blocks; m++) {
            LinearExprBuilder ofModel = LinearExpr.newBuilder();
            int count = 0;
            for (int b = 0; b < graph.blocks; b++) {
                if (graph.model[b] == m) {
                    ofModel.add(used[b]);
                    count++;
                }
            }
            if (count >= graph.sets) {
                model.addLessOrEqual(ofModel, graph.sets - 1L);
            }
        }
    }

    private IntVar addPeak() {
        List<LinearArgument> held = new ArrayList<>();
        long most = 0;
        for (int b = 0; b < graph.blocks; b++) {
            held.add(LinearExpr.term(used[b], graph.activation[b]));
            most = Math.max(most, graph.activation[b]);
            for (int c = 0; c < graph.blocks; c++) {
                if (graph.open[b][c] && graph.stitchActivation[b][c] > Math.max(graph.activation[b], graph.activation[c])) {
                    held.add(LinearExpr.term(follows[b][c], graph.stitchActivation[b][c]));
                    most = Math.max(most, graph.stitchActivation[b][c]);
                }
            }
        }
        IntVar variable = model.newIntVar(0, most, "peak");
        model.addMaxEquality(variable, held);
        return variable;
    }

    private void addBudget() {
        for (Resource resource : Resource.values()) {
            long bound = graph.budget.units(resource);
            if (bound < Long.MAX_VALUE) {
                model.addLessOrEqual(cost(resource), bound);
            }
        }
    }

    private LinearExprBuilder cost(Resource resource) {
        return resource == Resource.MEMORY
                ? sum(graph.costs.get(Resource.PARAMETERS), Evaluation.WEIGHT_BYTES).add(peak)
                : sum(graph.costs.get(resource), 1);
    }

    private LinearExprBuilder value() {
        LinearExprBuilder value = sum(objective.weights(), 1);
        return objective.lessPeak() ? value.addTerm(peak, -1) : value;
    }

    private LinearExprBuilder sum(Weights weights, long factor) {
        LinearExprBuilder sum = LinearExpr.newBuilder();
        for (int b = 0; b < graph.blocks; b++) {
            sum.addTerm(last[b], factor * (long) weights.exit()[b]);
            if (first[b] != null) {
                sum.addTerm(first[b], factor * (long) weights.entry()[b]);
            }
            for (int c = 0; c < graph.blocks; c++) {
                if (follows[b][c] != null) {
                    sum.addTerm(follows[b][c], factor * (long) weights.arc()[b][c]);
                }
            }
        }
        return sum;
    }

    private int[] path(Predicate<Literal> isTrue) {
        int[] path = new int[graph.sets];
        int block = 0;
        while (first[block] == null || !isTrue.test(first[block])) {
            block++;
        }
        path[0] = block;
        for (int i = 1; i < path.length; i++) {
            int next = 0;
            while (follows[block][next] == null || !isTrue.test(follows[block][next])) {
                next++;
            }
            path[i] = next;
            block = next;
        }
        return path;
    }
}
