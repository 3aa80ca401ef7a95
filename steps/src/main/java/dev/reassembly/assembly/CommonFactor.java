package dev.reassembly.assembly;

import java.math.BigInteger;
import java.util.List;

/** The smallest factor that all bounds must be multiplied with for an assembly to fit, in steps of a thousandth, by bisection. */
final class CommonFactor {
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
    private static final long MOST_THOUSANDTHS = 1_000_000_000;

    private CommonFactor() {}

    /** Not a number when no factor up to a million would do, or time ends first. */
    static double of(PathGraph graph, List<InfeasibleBudget.Need> needs, AssemblyOptions options, Deadline deadline) {
        long enough = MOST_THOUSANDTHS + 1;
        long tooLittle = 1000;
        // Grow first: bounds far above the need are as quick to meet as any.
        for (long step = 100; enough > MOST_THOUSANDTHS && step <= MOST_THOUSANDTHS; step *= 2) {
            BestPaths.Found found = within(graph, needs, 1000 + step, options, deadline);
            if (!found.paths().isEmpty()) {
                enough = needed(graph, needs, found.paths().get(0));
            } else if (found.optimal()) {
                tooLittle = 1000 + step;
            } else {
                return Double.NaN;
            }
        }
        while (enough - tooLittle > 1) {
            long middle = tooLittle + (enough - tooLittle) / 2;
            BestPaths.Found found = within(graph, needs, middle, options, deadline);
            if (!found.paths().isEmpty()) {
                enough = needed(graph, needs, found.paths().get(0));
            } else if (found.optimal()) {
                tooLittle = middle;
            } else {
                return Double.NaN;
            }
        }
        return enough > MOST_THOUSANDTHS ? Double.NaN : enough / 1000.0;
    }

    private static BestPaths.Found within(PathGraph graph, List<InfeasibleBudget.Need> needs, long thousandths,
            AssemblyOptions options, Deadline deadline) {
        Long[] bounds = new Long[Resource.values().length];
        for (InfeasibleBudget.Need need : needs) {
            bounds[need.resource().ordinal()] = BigInteger.valueOf(need.allowed()).multiply(BigInteger.valueOf(thousandths))
                    .divide(THOUSAND).min(BigInteger.valueOf(Long.MAX_VALUE - 1)).longValue();
        }
        PathGraph scaled = graph.withBudget(BudgetBounds.ofUnits(bounds));
        return BestPaths.find(scaled, Objective.score(scaled), options, deadline);
    }

    private static long needed(PathGraph graph, List<InfeasibleBudget.Need> needs, int[] path) {
        long most = 0;
        for (InfeasibleBudget.Need need : needs) {
            BigInteger amount = BigInteger.valueOf(graph.amount(need.resource(), path)).multiply(THOUSAND);
            BigInteger allowed = BigInteger.valueOf(need.allowed());
            most = Math.max(most, amount.add(allowed).subtract(BigInteger.ONE).divide(allowed).longValue());
        }
        return most;
    }
}
