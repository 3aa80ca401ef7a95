package dev.reassembly.assembly;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The best paths of a graph within its budget, proven. A beam search finds good paths; Lagrangian bounds close the arcs that no
 * better path can pass; branch and bound on the same bounds visits all better paths that are left, which on a zoo of 24 models listed
 * the best 100 ten to a hundred times faster than the solver's own enumeration. Where there are too many to visit soon, the integer
 * programme finds a better path or proves that there is none, and branch and bound has the rest of the time.
 */
final class BestPaths {
    private static final int LEAST_WIDTH = 1000;
    /** Share of the time limit that branch and bound may take before the integer programme is tried. */
    private static final double FIRST_SHARE = 0.1;
    /** Share of the time limit that the integer programme may take. */
    private static final double PROGRAMME_SHARE = 0.3;
    /** Arcs up to which the integer programme is built; more would take gigabytes. */
    private static final int MOST_ARCS = 200_000;

    private final PathGraph graph;
    private final SetStates states;
    private final Objective objective;
    private final AssemblyOptions options;
    private final Deadline deadline;
    private final Set<List<Integer>> known = new HashSet<>();
    private final TreeSet<int[]> pool;
    private Relaxation relaxation;

    /**
     * @param paths best first
     * @param optimal whether the first is proven to be the best, or it is proven that there is none
     * @param complete whether it is proven that no path is missing
     * @param bound what no path's worth exceeds
     */
    record Found(List<int[]> paths, boolean optimal, boolean complete, double bound) {}

    private BestPaths(PathGraph graph, Objective objective, AssemblyOptions options, Deadline deadline, SetStates states) {
        this.graph = graph.copy();
        this.states = states;
        this.objective = objective;
        this.options = options;
        this.deadline = deadline;
        this.pool = new TreeSet<>(Comparator.comparingDouble(this::worth).reversed().thenComparing(Arrays::compare));
    }

    /** At most {@code options.pool()} paths. */
    static Found find(PathGraph graph, Objective objective, AssemblyOptions options, Deadline deadline) {
        return find(graph, objective, options, deadline, SetStates.of(graph.sets, graph.blocks),
                Math.max(LEAST_WIDTH, 4 * options.pool()), FIRST_SHARE);
    }

    /**
     * What is found depends on none of the last three parameters.
     *
     * @param width of the beam; 0 for none
     * @param firstShare share of the time limit that branch and bound may take before the integer programme; 0 leaves the proof of the best to that
     */
    static Found find(PathGraph graph, Objective objective, AssemblyOptions options, Deadline deadline, SetStates states,
            int width, double firstShare) {
        NativeSolver.load();
        return new BestPaths(graph, objective, options, deadline, states).find(width, firstShare);
    }

    private Found find(int width, double firstShare) {
        Reduction.byBudget(graph, states);
        relaxation = Relaxation.of(graph, states, objective);
        if (relaxation.bound() == Double.NEGATIVE_INFINITY) {
            return new Found(List.of(), true, true, Double.NEGATIVE_INFINITY);
        }
        if (width > 0) {
            new BeamSearch(graph, states, relaxation, width).find().forEach(this::add);
        }
        if (firstShare > 0 && provePool(Deadline.in(Math.min(deadline.left(), firstShare * deadline.seconds())))) {
            return new Found(List.copyOf(pool), true, true, best());
        }
        double bound = Math.min(relaxation.bound(), proveBest());
        boolean optimal = bound <= best();
        boolean complete = optimal && (options.pool() == 1 || pool.isEmpty()) || provePool(deadline);
        optimal |= complete;
        return new Found(List.copyOf(pool), optimal, complete, optimal ? best() : bound);
    }

    private double best() {
        return pool.isEmpty() ? Double.NEGATIVE_INFINITY : worth(pool.first());
    }

    /** What a path must exceed to enter the pool. */
    private double worst() {
        return pool.size() < options.pool() ? Double.NEGATIVE_INFINITY : worth(pool.last());
    }

    /** What no path's worth exceeds, after looking for a better one than the best known. */
    private double proveBest() {
        double best = best();
        PathGraph rest = worthMoreThan(best);
        int arcs = Reduction.arcs(rest, states);
        if (arcs == 0) {
            return best;
        }
        if (arcs > MOST_ARCS || deadline.passed()) {
            return Double.POSITIVE_INFINITY;
        }
        double seconds = Math.min(deadline.left(), PROGRAMME_SHARE * deadline.seconds());
        CircuitProgramme.Best answer = new CircuitProgramme(rest, objective, best).maximise(options, seconds);
        if (answer.path() != null) {
            add(answer.path());
        }
        return switch (answer.status()) {
            case INFEASIBLE -> best;
            case OPTIMAL -> worth(answer.path());
            default -> answer.bound();
        };
    }

    /** Adds whatever belongs in the pool; false when time ends before that is proven. */
    private boolean provePool(Deadline deadline) {
        PathGraph rest = worthMoreThan(worst());
        return Reduction.arcs(rest, states) == 0
                || new BranchAndBound(rest, states, objective, relaxation).visit(this::worst, this::add, deadline);
    }

    private PathGraph worthMoreThan(double value) {
        PathGraph rest = graph.copy();
        Reduction.byObjective(rest, states, objective, relaxation, value);
        Reduction.byBudget(rest, states);
        return rest;
    }

    private void add(int[] path) {
        if (known.add(Arrays.stream(path).boxed().toList())) {
            pool.add(path);
            if (pool.size() > options.pool()) {
                pool.pollLast();
            }
        }
    }

    private double worth(int[] path) {
        return objective.of(graph, path);
    }
}
