package dev.reassembly.front;

import java.util.Collection;
import java.util.List;

/**
 * The hypervolume indicator (Zitzler and Thiele 1998) in two dimensions: the area of all pairs of cost and metric that some network
 * reaches, down to a reference point. It grows whenever a network is added that none of the others dominates.
 */
public final class Hypervolume {
    private Hypervolume() {}

    /**
     * What bounds the area.
     *
     * @param cost the most that counts, above 0
     * @param metric the least that counts
     */
    public record Reference(double cost, double metric) {}

    /**
     * Exact, by sorting: between the cost of one network of the front and that of the next the first one's metric is the best.
     * Networks at or beyond the reference add nothing.
     *
     * @return metric times cost, in the units of the scale
     * @throws IllegalArgumentException if a cost is not above 0
     */
    public static double of(Collection<Point> points, Reference reference, CostScale scale) {
        if (reference.cost() <= 0 || points.stream().anyMatch(point -> point.cost() <= 0)) {
            throw new IllegalArgumentException("costs must be above 0");
        }
        List<Point> front = ParetoFront.of(points.stream()
                .filter(point -> point.cost() < reference.cost() && point.metric() > reference.metric()).toList());
        double volume = 0;
        for (int i = 0; i < front.size(); i++) {
            double until = i + 1 < front.size() ? front.get(i + 1).cost() : reference.cost();
            volume += (front.get(i).metric() - reference.metric()) * (scale.of(until) - scale.of(front.get(i).cost()));
        }
        return volume;
    }

    /** By how much one area is larger than another, in percent of that; null when that is 0. */
    public static Double gainPercent(double before, double after) {
        return before == 0 ? null : (Double) (100 * (after / before - 1));
    }
}
