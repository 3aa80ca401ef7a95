package dev.reassembly.front;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The networks that no other is better than in one of cost and metric and at least as good in the other. */
public final class ParetoFront {
    private ParetoFront() {}

    /** In ascending cost, and so in ascending metric; of equal networks the first by name. */
    public static List<Point> of(Collection<Point> points) {
        List<Point> front = new ArrayList<>();
        for (Point point : points.stream().sorted(Comparator.comparingDouble(Point::cost)
                .thenComparing(Comparator.comparingDouble(Point::metric).reversed()).thenComparing(Point::name)).toList()) {
            if (front.isEmpty() || point.metric() > front.get(front.size() - 1).metric()) {
                front.add(point);
            }
        }
        return List.copyOf(front);
    }
}
