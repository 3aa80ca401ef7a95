package dev.reassembly.bench;

import java.util.Map;

/**
 * One budget of one run: what was published, what it is compared with, and what it cost. Metrics are the task's, on the test
 * split; null stands for what there is none of.
 *
 * @param budget its name in the run's file; {@code on-...} is a budget that a parent just keeps, {@code between-...} one that lies
 *     between parents, {@code below-...} one that no parent keeps
 * @param recipe what the suite changes in the case's spec: how long is trained, into how many blocks models are cut
 * @param budgetFlops the budget's bound of multiply-accumulates, or null
 * @param classes of the task
 * @param parent the best whole network within the budget on the test split, which favours the parents
 * @param kind what was published: ASSEMBLY, PARENT, TRUNCATED_PARENT or STITCHED_PARENT
 * @param blocks of the published network
 * @param lead the published network's metric less the parent's
 * @param leadError standard error of the lead, paired over the test examples
 * @param controls metrics of the best of each other kind of network, and of the controls, by name
 * @param parameters of the published network
 * @param flops multiply-accumulates of the published network for one sample
 * @param seconds that the run's steps took, whenever they were computed, until this budget's row was known
 */
public record QualityRow(String zoo, String task, String recipe, String budget, long seed, Long budgetFlops, int classes, String parent, Double parentMetric, String kind,
        String blocks, double metric, Double lead, Double leadError, Map<String, Double> controls, long parameters, long flops,
        double seconds) implements Clustered {
    public QualityRow {
        controls = Map.copyOf(controls);
    }

    /** What tells rows apart. */
    public record Case(String zoo, String task, String recipe, String budget, long seed) {}

    Case key() {
        return new Case(zoo, task, recipe, budget, seed);
    }

    /** {@code between}, {@code on} or {@code below}, as the budget's name begins. */
    String place() {
        return budget.substring(0, Math.max(0, budget.indexOf('-')));
    }
}
