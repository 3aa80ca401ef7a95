package dev.reassembly.front;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a user has after the run, the zoo's networks and the delivered ones together, against the zoo's alone: each at its own cost, in doublings.
 * The gain is what the run added, and never negative. The corner lies at the metric of guessing and at twice the cost of the dearest of these
 * networks, so that this one counts as well, for one doubling.
 *
 * @param front names of the networks on the Pareto front of all, cheapest first
 * @param parentsVolume hypervolume of the zoo's networks, in metric times doublings of cost
 * @param volume hypervolume of all
 * @param gainPercent by how much the second is larger; null when the first is 0
 */
public record Afterwards(Cost cost, Hypervolume.Reference reference, List<String> front, double parentsVolume, double volume, Double gainPercent) {
    /** @param chance the metric of guessing */
    static Afterwards of(Cost cost, List<FrontResult.Network> parents, List<FrontResult.Network> delivered, double chance) {
        List<Point> zoo = cost.points(parents);
        List<Point> all = Stream.concat(zoo.stream(), cost.points(delivered).stream()).toList();
        Hypervolume.Reference reference = new Hypervolume.Reference(2 * all.stream().mapToDouble(Point::cost).max().orElseThrow(), chance);
        double before = Hypervolume.of(zoo, reference, CostScale.LOG2);
        // A network that adds next to nothing must not seem to take something away by rounding.
        double after = Math.max(before, Hypervolume.of(all, reference, CostScale.LOG2));
        return new Afterwards(cost, reference, ParetoFront.of(all).stream().map(Point::name).toList(), before, after,
                Hypervolume.gainPercent(before, after));
    }
}
