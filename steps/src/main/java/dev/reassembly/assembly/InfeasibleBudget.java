package dev.reassembly.assembly;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why no assembly fits the budget and what would do.
 *
 * @param needs one entry a bounded resource
 * @param factor the smallest number, to the thousandth, that all bounds must be multiplied with together; NaN when not asked (one
 *     bound alone would do) or not found
 * @param structure why there is no assembly whatever the budget; null when there is one
 */
public record InfeasibleBudget(List<Need> needs, double factor, String structure) {
    /**
     * One resource. Amounts are in parameters, multiply-accumulates, nanoseconds or bytes.
     *
     * @param needed the smallest bound that would do, the other bounds kept; null when none would, or none was found in time
     * @param alone the least that any assembly needs, the other bounds dropped; null when none was found in time
     * @param proven whether nothing less than {@code needed} would do, or it is proven that nothing would
     */
    public record Need(Resource resource, long allowed, Long needed, Long alone, boolean proven) {
        private String sentence(long least, boolean exact) {
            return "%s %s allowed, %s %s needed".formatted(resource.field(), resource.show(allowed, RoundingMode.FLOOR),
                    exact ? "at least" : "at most", resource.show(least, RoundingMode.CEILING));
        }
    }

    /**
     * Explains a problem for which {@link AssemblySearch} found that nothing fits.
     *
     * @param options the time limit is for the whole explanation; the pool plays no part
     */
    public static InfeasibleBudget explain(AssemblyProblem problem, AssemblyOptions options) {
        Deadline deadline = Deadline.in(options.timeLimitSeconds());
        AssemblyOptions one = new AssemblyOptions(1, options.timeLimitSeconds(), options.seed(), options.threads());
        PathGraph graph = new PathGraph(problem);
        List<Need> needs = new ArrayList<>();
        boolean exists = true;
        for (Resource resource : Resource.values()) {
            long allowed = problem.budget().units(resource);
            if (allowed == Long.MAX_VALUE) {
                continue;
            }
            Objective least = Objective.least(graph, resource);
            BestPaths.Found kept = BestPaths.find(graph.withBudget(problem.budget().without(resource)), least, one, deadline);
            BestPaths.Found dropped = BestPaths.find(graph.withBudget(BudgetBounds.NONE), least, one, deadline);
            exists &= !(dropped.optimal() && dropped.paths().isEmpty());
            needs.add(new Need(resource, allowed, amount(graph, least, kept), amount(graph, least, dropped), kept.optimal()));
        }
        if (!exists) {
            return new InfeasibleBudget(List.copyOf(needs), Double.NaN, structure(problem));
        }
        boolean single = needs.stream().anyMatch(need -> need.needed != null);
        return new InfeasibleBudget(List.copyOf(needs), single ? Double.NaN : CommonFactor.of(graph, needs, one, deadline), null);
    }

    /** For the user: what binds and what would do, in one sentence. */
    public String sentence() {
        if (structure != null) {
            return "no assembly exists whatever the budget: " + structure;
        }
        List<String> parts = needs.stream().filter(need -> need.needed != null)
                .map(need -> need.sentence(need.needed, need.proven)).toList();
        if (!parts.isEmpty()) {
            String others = needs.size() == 1 ? "" : parts.size() == 1 ? " (the other bounds kept)"
                    : " (one of these is enough, the other bounds kept)";
            return "no assembly fits: " + String.join(", or ", parts) + others;
        }
        List<String> single = needs.stream().filter(need -> need.alone != null && need.alone > need.allowed)
                .map(need -> need.sentence(need.alone, true)).toList();
        String all = Double.isNaN(factor) ? "" : String.format(Locale.ROOT, "; all bounds times %.3f would do", factor);
        String reason = single.isEmpty() ? "the bounds contradict each other" : String.join(", and ", single);
        String one = needs.stream().allMatch(Need::proven) ? "no assembly fits and raising one bound is not enough: "
                : "no assembly that fits was found, nor within the time limit one bound that would do if it alone were raised: ";
        return one + reason + all;
    }

    private static Long amount(PathGraph graph, Objective least, BestPaths.Found found) {
        return found.paths().isEmpty() ? null : (Long) (long) -least.of(graph, found.paths().get(0));
    }

    private static String structure(AssemblyProblem problem) {
        int stemSets = 0;
        for (int set = 0; set < problem.sets(); set++) {
            int index = set;
            List<AssemblyProblem.Block> members = problem.blocks().stream().filter(block -> block.set() == index).toList();
            if (members.isEmpty()) {
                return "set " + set + " holds no block";
            }
            stemSets += members.stream().allMatch(AssemblyProblem.Block::stem) ? 1 : 0;
        }
        if (stemSets > 1) {
            return stemSets + " sets hold nothing but blocks that read the network's input, and an assembly has one such block";
        }
        if (problem.blocks().stream().noneMatch(AssemblyProblem.Block::stem)) {
            return "no block reads the network's input";
        }
        return "no order of blocks from at least two models is left that the allowed stitches join";
    }
}
