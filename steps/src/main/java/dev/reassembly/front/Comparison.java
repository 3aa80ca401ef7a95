package dev.reassembly.front;

import java.util.ArrayList;
import java.util.List;

/**
 * The delivered networks against the zoo's at their own costs, by one cost and one scale. With few budgets it says little of a run: a network of the
 * zoo far below the smallest budget wins area there, and so does a delivered one that uses only part of its budget ({@link AtBudgets}).
 *
 * @param reference the corner of both areas
 * @param parents names of the zoo's networks on their Pareto front, cheapest first
 * @param delivered names of the delivered networks on theirs
 * @param parentsVolume hypervolume of the zoo's networks, in metric times the scale's unit
 * @param deliveredVolume hypervolume of the delivered ones
 * @param gainPercent by how much the second is larger; null when the first is 0
 */
public record Comparison(Cost cost, CostScale scale, Hypervolume.Reference reference, List<String> parents, List<String> delivered,
        double parentsVolume, double deliveredVolume, Double gainPercent) {

    /**
     * @param chance the metric of guessing
     * @param bounds the budgets' bounds of this cost, those that there are
     */
    static Comparison of(Cost cost, CostScale scale, List<FrontResult.Network> parents, List<FrontResult.Network> delivered, double chance,
            List<Double> bounds) {
        List<Point> zoo = cost.points(parents);
        List<Point> ours = cost.points(delivered);
        List<Double> costs = new ArrayList<>(bounds);
        zoo.forEach(point -> costs.add(point.cost()));
        ours.forEach(point -> costs.add(point.cost()));
        Hypervolume.Reference reference = new Hypervolume.Reference(costs.stream().mapToDouble(Double::doubleValue).max().orElseThrow(), chance);
        double before = Hypervolume.of(zoo, reference, scale);
        double after = Hypervolume.of(ours, reference, scale);
        return new Comparison(cost, scale, reference, names(zoo), names(ours), before, after, Hypervolume.gainPercent(before, after));
    }

    private static List<String> names(List<Point> points) {
        return ParetoFront.of(points).stream().map(Point::name).toList();
    }
}
