package dev.reassembly.assembly;

import java.util.List;

/**
 * What the search found.
 *
 * @param assemblies at most M, best first
 * @param status of the best assembly
 * @param complete whether it is proven that the list holds the M best (all of them where there are fewer)
 * @param bound no assembly has a higher score; negative infinity when there is none
 * @param objective score of the best assembly; negative infinity when none was found
 * @param seconds wall time of the search
 */
public record AssemblyResult(List<Assembly> assemblies, Status status, boolean complete, double bound, double objective,
        double seconds) {
    public enum Status {
        /** The first assembly is proven to be the best. */
        OPTIMAL,
        /** The time limit came before the proof. */
        FEASIBLE,
        /** Proven: no assembly fits the budget. */
        INFEASIBLE,
        /** The time limit came before any assembly was found. */
        UNKNOWN
    }

    public AssemblyResult {
        assemblies = List.copyOf(assemblies);
    }

    /** Whether the first assembly is proven to be the best, or it is proven that there is none. */
    public boolean proven() {
        return status == Status.OPTIMAL || status == Status.INFEASIBLE;
    }
}
