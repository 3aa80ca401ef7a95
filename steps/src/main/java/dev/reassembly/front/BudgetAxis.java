package dev.reassembly.front;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cost by which a run's budgets are ranked.
 *
 * @param cost name of a bound that all budgets have
 * @param ordered whether a budget that allows as much of this cost as another or more allows no less of anything else, so that a network that keeps
 *         one budget keeps all after it; a bound that is not set allows everything
 */
public record BudgetAxis(String cost, boolean ordered) {
    /** Counted costs before measured ones. */
    private static final List<String> COSTS = List.of("flops", "parameters", "latencyMs", "memoryBytes");

    /**
     * The first of FLOPs, parameters, latency and memory that all budgets bound and that orders them; when none does, the first that all bound.
     *
     * @param budgets bounds by name
     * @return nothing when no cost is bounded by all of them
     */
    static Optional<BudgetAxis> of(Collection<Map<String, Double>> budgets) {
        List<BudgetAxis> axes = COSTS.stream().filter(cost -> budgets.stream().allMatch(bounds -> bounds.containsKey(cost)))
                .map(cost -> new BudgetAxis(cost, orders(cost, budgets))).toList();
        return axes.stream().filter(BudgetAxis::ordered).findFirst().or(() -> axes.stream().findFirst());
    }

    private static boolean orders(String cost, Collection<Map<String, Double>> budgets) {
        return budgets.stream().allMatch(less -> budgets.stream().filter(more -> more.get(cost) >= less.get(cost))
                .allMatch(more -> allows(more, less)));
    }

    private static boolean allows(Map<String, Double> more, Map<String, Double> less) {
        return more.entrySet().stream().allMatch(bound -> less.getOrDefault(bound.getKey(), Double.POSITIVE_INFINITY) <= bound.getValue());
    }
}
