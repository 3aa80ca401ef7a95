package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyResult.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses one block of each equivalence set and their order by 0-1 integer programming: the sum of scores of blocks, joints and
 * head is largest within the budget. The first block reads the network's input, no other does, and blocks come from at least two
 * models.
 */
public final class AssemblySearch {
    private AssemblySearch() {}

    /**
     * The best M assemblies, best first, named {@code a01}, {@code a02} and so on. Scores are rounded to millionths and
     * latencies to nanoseconds for the solver, so order and bound hold up to K + 1 millionths. Equals are listed in the order of
     * the problem's blocks; which of several equals take the last place is open.
     */
    public static AssemblyResult solve(AssemblyProblem problem, AssemblyOptions options) {
        Deadline deadline = Deadline.in(options.timeLimitSeconds());
        PathGraph graph = new PathGraph(problem);
        BestPaths.Found found = BestPaths.find(graph, Objective.score(graph), options, deadline);
        List<Assembly> assemblies = new ArrayList<>();
        String form = "a%0" + Math.max(2, String.valueOf(found.paths().size()).length()) + "d";
        for (int[] path : found.paths()) {
            String name = form.formatted(assemblies.size() + 1);
            assemblies.add(Evaluation.of(problem, path, name, Assembly.Kind.ASSEMBLY, -1));
        }
        boolean none = assemblies.isEmpty();
        double objective = none ? Double.NEGATIVE_INFINITY : assemblies.get(0).score();
        double bound = found.optimal() ? objective : found.bound() / graph.scoreUnits;
        Status status = found.optimal() ? none ? Status.INFEASIBLE : Status.OPTIMAL : none ? Status.UNKNOWN : Status.FEASIBLE;
        return new AssemblyResult(assemblies, status, found.complete(), bound, objective, deadline.elapsed());
    }
}
