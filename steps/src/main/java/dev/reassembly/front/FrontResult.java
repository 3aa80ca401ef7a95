package dev.reassembly.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run with several budgets delivered, as written to {@code front.json}: every delivered network and every trained one of the zoo
 * with its metric on the test split and its cost, and how the two fronts compare: first at the budgets that were asked for, then with what the user
 * has afterwards, then by the delivered networks' own costs.
 *
 * <p>The corner of the last hypervolumes is the metric of guessing, 1/classes, and the largest cost among the zoo's networks, the delivered ones and
 * the budgets: so a network counts when it is better than guessing and cheaper than the dearest one that was on offer or allowed. The
 * dearest itself adds no area. Both fronts have the same corner. The zoo's front is chosen by the test split, in hindsight; a delivered
 * network by validation, before. So the gain errs in the zoo's favour.
 *
 * @param name the ModelReassembly's name
 * @param metric {@code Accuracy} or {@code MacroF1}
 * @param testExamples size of the test split
 * @param chance the metric of guessing
 * @param parents the zoo's networks whose training did not diverge
 * @param budgets in the order of the specification
 * @param atBudgets the comparison that counts; null when no cost is bounded by all budgets
 * @param afterwards by parameters where these rank the budgets, else by FLOPs
 * @param comparisons at the networks' own costs, by each cost, on both scales
 */
public record FrontResult(String name, String metric, int testExamples, double chance, List<Network> parents, List<Budget> budgets,
        AtBudgets atBudgets, Afterwards afterwards, List<Comparison> comparisons) {

    /**
     * A trained network; metric and its standard error are those of the test split.
     *
     * @param keeps names of the budgets all of whose bounds it keeps, latency and memory among them, by its predicted costs, as in the search
     */
    public record Network(String name, double metric, double standardError, long flops, long parameters, List<String> keeps) {}

    /**
     * One budget.
     *
     * @param bounds by name (parameters, flops, latencyMs, memoryBytes), those that are set
     * @param folder where its network lies; null when none was delivered
     * @param network the delivered one, or null
     * @param lead its metric minus that of the best network of the zoo that fits; null when none fits
     * @param leadStandardError of lead, from the test examples as pairs; null as well
     * @param unmet why nothing was delivered, or null
     */
    public record Budget(String name, Map<String, Double> bounds, String folder, Network network, Double lead, Double leadStandardError, String unmet) {}

    public static FrontResult of(String name, String metric, int testExamples, int classes, List<Network> parents, List<Budget> budgets) {
        List<Network> delivered = budgets.stream().map(Budget::network).filter(Objects::nonNull).toList();
        double chance = 1.0 / classes;
        AtBudgets atBudgets = AtBudgets.of(budgets, parents, delivered, chance).orElse(null);
        Cost own = atBudgets != null && atBudgets.axis().cost().equals(Cost.PARAMETERS.key()) ? Cost.PARAMETERS : Cost.FLOPS;
        List<Comparison> comparisons = new ArrayList<>();
        for (Cost cost : Cost.values()) {
            List<Double> bounds = budgets.stream().map(budget -> budget.bounds().get(cost.key())).filter(Objects::nonNull).toList();
            for (CostScale scale : CostScale.values()) {
                comparisons.add(Comparison.of(cost, scale, parents, delivered, chance, bounds));
            }
        }
        return new FrontResult(name, metric, testExamples, chance, List.copyOf(parents), List.copyOf(budgets), atBudgets,
                Afterwards.of(own, parents, delivered, chance), List.copyOf(comparisons));
    }

    /** The comparison by this cost on this scale. */
    public Comparison comparison(Cost cost, CostScale scale) {
        return comparisons.stream().filter(c -> c.cost() == cost && c.scale() == scale).findFirst().orElseThrow();
    }
}
