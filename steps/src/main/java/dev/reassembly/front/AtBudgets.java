package dev.reassembly.front;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The delivered networks against the zoo's at the budgets that were asked for. A network costs what the smallest budget allows that it keeps, with
 * all its bounds; one that keeps none is left out. So a cheap network of the zoo wins no area below the smallest budget, about which nobody asked,
 * and a network that uses part of its budget is worth no more than one that uses all. Both fronts are stairs over the budgets: at each the best
 * metric so far. Both are chosen by the test split, in hindsight: the zoo's from all its networks, the delivered ones from one a budget.
 *
 * <p>The corner of both areas lies at the metric of guessing and at twice the largest budget. At the largest budget itself the step up to it would
 * have no width, and what was delivered for it would count for nothing; so it counts for one doubling, as every budget of a row does of which each
 * is twice the one before.
 *
 * @param axis what ranks the budgets; where it doesn't order them, a network counts at dearer budgets too whose other bounds it may break
 * @param steps by budget, cheapest first
 * @param parentsVolume hypervolume of the zoo's networks, in metric times doublings of cost
 * @param deliveredVolume hypervolume of the delivered ones
 * @param gainPercent by how much the second is larger; null when the first is 0
 */
public record AtBudgets(BudgetAxis axis, Hypervolume.Reference reference, List<Step> steps, double parentsVolume, double deliveredVolume,
        Double gainPercent) {

    /**
     * A step of both stairs.
     *
     * @param cost what the budget allows
     * @param parents best metric of the zoo's networks at this cost or less; null when there is none
     * @param delivered that of the delivered networks
     */
    public record Step(String budget, double cost, Double parents, Double delivered) {}

    /**
     * @param chance the metric of guessing
     * @return nothing when no cost is bounded by all budgets
     */
    static Optional<AtBudgets> of(List<FrontResult.Budget> budgets, List<FrontResult.Network> parents, List<FrontResult.Network> delivered,
            double chance) {
        return BudgetAxis.of(budgets.stream().map(FrontResult.Budget::bounds).toList()).map(axis -> {
            List<FrontResult.Budget> ranked = budgets.stream()
                    .sorted(Comparator.comparingDouble((FrontResult.Budget budget) -> budget.bounds().get(axis.cost()))).toList();
            List<Point> zoo = points(ranked, axis, parents);
            List<Point> ours = points(ranked, axis, delivered);
            List<Step> steps = ranked.stream().map(budget -> {
                double cost = budget.bounds().get(axis.cost());
                return new Step(budget.name(), cost, best(zoo, cost), best(ours, cost));
            }).toList();
            Hypervolume.Reference reference = new Hypervolume.Reference(2 * steps.get(steps.size() - 1).cost(), chance);
            double before = Hypervolume.of(zoo, reference, CostScale.LOG2);
            double after = Hypervolume.of(ours, reference, CostScale.LOG2);
            return new AtBudgets(axis, reference, steps, before, after, Hypervolume.gainPercent(before, after));
        });
    }

    private static List<Point> points(List<FrontResult.Budget> ranked, BudgetAxis axis, List<FrontResult.Network> networks) {
        return networks.stream().flatMap(network -> ranked.stream().filter(budget -> network.keeps().contains(budget.name())).limit(1)
                .map(budget -> new Point(network.name(), budget.bounds().get(axis.cost()), network.metric()))).toList();
    }

    private static Double best(List<Point> points, double cost) {
        return points.stream().filter(point -> point.cost() <= cost).map(Point::metric).max(Comparator.naturalOrder()).orElse(null);
    }
}
