package dev.reassembly.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.front.Hypervolume.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HypervolumeTest {
    private static final Reference CORNER = new Reference(16, 0.1);

    @Test
    void aStairByHand() {
        List<Point> points = List.of(new Point("b", 8, 0.9), new Point("a", 2, 0.5), new Point("dominated", 9, 0.8), new Point("too dear", 32, 1.0),
                new Point("worse than guessing", 1, 0.05), new Point("the corner's cost", 16, 1.0));
        assertThat(Hypervolume.of(points, CORNER, CostScale.LINEAR)).isCloseTo(6 * 0.4 + 8 * 0.8, within(1e-12));
        assertThat(Hypervolume.of(points, CORNER, CostScale.LOG2)).isCloseTo(2 * 0.4 + 1 * 0.8, within(1e-12));
        assertThat(Hypervolume.of(List.of(), CORNER, CostScale.LOG2)).isZero();
    }

    /** The area of a union of rectangles, by inclusion and exclusion over all subsets: no sorting, no front. */
    @Test
    void isTheUnionOfTheRectangles() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            List<Point> points = random(random, 1 + random.nextInt(8));
            for (CostScale scale : CostScale.values()) {
                double union = 0;
                for (int subset = 1; subset < 1 << points.size(); subset++) {
                    double cost = 0;
                    double metric = 1;
                    for (int i = 0; i < points.size(); i++) {
                        if ((subset >> i & 1) == 1) {
                            cost = Math.max(cost, points.get(i).cost());
                            metric = Math.min(metric, points.get(i).metric());
                        }
                    }
                    double width = scale == CostScale.LINEAR ? CORNER.cost() - cost : Math.log(CORNER.cost() / cost) / Math.log(2);
                    double common = Math.max(0, width) * Math.max(0, metric - CORNER.metric());
                    union += Integer.bitCount(subset) % 2 == 1 ? common : -common;
                }
                assertThat(Hypervolume.of(points, CORNER, scale)).as("%s", points).isCloseTo(union, within(1e-9));
            }
        }
    }

    /** Nothing is left out of the front that nobody dominates, and nothing in it is dominated. */
    @Test
    void theFrontIsWhatNobodyDominates() {
        Random random = new Random(8);
        for (int trial = 0; trial < 200; trial++) {
            List<Point> points = random(random, 1 + random.nextInt(12));
            List<Point> expected = points.stream().filter(point -> points.stream().noneMatch(other -> dominates(other, point)))
                    .filter(point -> points.stream().noneMatch(other -> other.cost() == point.cost() && other.metric() == point.metric()
                            && other.name().compareTo(point.name()) < 0)).toList();
            assertThat(ParetoFront.of(points)).containsExactlyInAnyOrderElementsOf(expected).isSortedAccordingTo((a, b) -> Double.compare(a.cost(), b.cost()));
        }
    }

    private static boolean dominates(Point a, Point b) {
        return a.cost() <= b.cost() && a.metric() >= b.metric() && (a.cost() < b.cost() || a.metric() > b.metric());
    }

    /** On a coarse grid, so that equal costs, equal metrics and equal networks come up, some of them beyond the corner. */
    private static List<Point> random(Random random, int size) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            points.add(new Point("n" + i, 1 + random.nextInt(20), random.nextInt(11) / 10.0));
        }
        return points;
    }

    @Test
    void costsAreAboveZero() {
        assertThatThrownBy(() -> Hypervolume.of(List.of(new Point("free", 0, 1)), CORNER, CostScale.LOG2)).isInstanceOf(IllegalArgumentException.class);
    }
}
