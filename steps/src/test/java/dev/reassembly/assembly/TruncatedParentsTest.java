package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.HeadCost;
import dev.reassembly.assembly.TruncatedParents.Ending;
import dev.reassembly.model.compose.BlockRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruncatedParentsTest {
    /** Layer i of a model costs 10 parameters, 100 FLOPs and 0.5 ms; a head 3 parameters, 2 FLOPs and 0.25 ms. */
    private static List<Ending> chain(String model, double... accuracies) {
        return IntStream.rangeClosed(1, accuracies.length).mapToObj(to -> new Ending(new Block(model, 0, to, 0, true, 10L * to, 100L * to, 0.5 * to,
                7L * to, accuracies[to - 1]), () -> new HeadCost(3, 2, 0.25, 0))).toList();
    }

    private static List<String> names(List<Ending> endings, BudgetBounds budget, int count) {
        return TruncatedParents.of(endings, budget, count).stream().map(Assembly::name).toList();
    }

    @SafeVarargs
    private static List<Ending> zoo(List<Ending>... models) {
        List<Ending> zoo = new ArrayList<>();
        List.of(models).forEach(zoo::addAll);
        return zoo;
    }

    private static BudgetBounds parameters(long most) {
        return new BudgetBounds(most, null, null, null);
    }

    @Test
    void addsUpLayersAndHead() {
        Assembly truncated = TruncatedParents.of(chain("a", 0.5, 0.6, 0.7, 0.8), parameters(33), 9).get(0);
        assertThat(truncated).isEqualTo(new Assembly("truncated-a-3", Assembly.Kind.TRUNCATED_PARENT, List.of(new BlockRef("a", 0, 3)), List.of(false),
                0.7, 33, 302, 1.75, 4 * 33 + 21));
    }

    @Test
    void theDeepestAndTheOneThatClassifiesBest() {
        List<Ending> a = chain("a", 0.5, 0.9, 0.6, 0.8, 1.0);
        assertThat(names(a, parameters(45), 9)).containsExactly("truncated-a-2", "truncated-a-4");
        assertThat(names(a, parameters(45), 1)).containsExactly("truncated-a-2");
        assertThat(names(a, parameters(45), 0)).isEmpty();
        assertThat(names(a, parameters(12), 9)).as("a head must fit as well").isEmpty();
        assertThat(names(chain("a", 0.9, 0.9, 0.1), parameters(25), 9)).as("the deeper of equals").containsExactly("truncated-a-2");
    }

    @Test
    void aWholeNetworkIsNoTruncation() {
        assertThat(names(chain("a", 0.5, 0.6, 0.7), parameters(1000), 9)).isEmpty();
        assertThat(names(chain("a", 0.5, 0.9, 0.7), parameters(1000), 9)).as("it fits whole, but does better cut").containsExactly("truncated-a-2");
    }

    @Test
    void oneAModelFirst() {
        List<Ending> zoo = zoo(chain("a", 0.95, 0.9, 1), chain("b", 0.7, 0.8, 1), chain("c", 0.85, 0.1, 1));
        assertThat(names(zoo, parameters(23), 9)).containsExactly("truncated-a-1", "truncated-c-1", "truncated-b-2", "truncated-a-2", "truncated-c-2");
        assertThat(names(zoo, parameters(23), 3)).containsExactly("truncated-a-1", "truncated-c-1", "truncated-b-2");
    }

    @Test
    void everyBoundCounts() {
        List<Ending> a = chain("a", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7);
        assertThat(names(a, new BudgetBounds(null, 602L, null, null), 9)).containsExactly("truncated-a-6");
        assertThat(names(a, new BudgetBounds(null, null, 2.75, null), 9)).containsExactly("truncated-a-5");
        assertThat(names(a, new BudgetBounds(null, null, null, 4 * 43L + 28), 9)).containsExactly("truncated-a-4");
    }

    @Test
    void headsAreMeasuredWhereTheyMatterOnly() {
        Set<Integer> asked = new HashSet<>();
        List<Ending> zoo = chain("a", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6).stream().map(e -> new Ending(e.layers(), () -> {
            asked.add(e.layers().to());
            return e.head().get();
        })).toList();
        assertThat(names(zoo, parameters(42), 2)).containsExactly("truncated-a-3");
        assertThat(asked).as("4 layers fit without a head, 1 and 2 are beaten").containsExactlyInAnyOrder(3, 4);
    }

    /** Against a list of all truncations, by the definition word for word. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTryingAll(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int draw = 0; draw < 50; draw++) {
            List<List<Ending>> models = new ArrayList<>();
            for (int m = 0; m < 4; m++) {
                models.add(random(random, "m" + m, 1 + random.nextInt(7)));
            }
            BudgetBounds budget = new BudgetBounds(random.nextLong(20, 300), null, random.nextInt(1, 8) / 2.0, null);
            List<String> firsts = new ArrayList<>();
            List<String> all = new ArrayList<>();
            for (List<Ending> model : models) {
                List<Ending> fitting = model.stream().filter(e -> budget.fits(sum(e))).toList();
                Ending deepest = null;
                Ending best = null;
                for (Ending e : fitting) {
                    deepest = e;
                    best = best == null || e.layers().score() >= best.layers().score() ? e : best;
                }
                Set<Ending> two = new HashSet<>();
                if (best != null) {
                    two.add(best);
                    two.add(deepest);
                }
                two.remove(model.get(model.size() - 1));
                two.forEach(e -> all.add(name(e)));
                two.stream().max((x, y) -> Double.compare(x.layers().score(), y.layers().score())).ifPresent(e -> firsts.add(name(e)));
            }
            List<Ending> zoo = models.stream().flatMap(List::stream).toList();
            List<String> found = names(zoo, budget, 64);
            assertThat(found).containsExactlyInAnyOrderElementsOf(all);
            assertThat(found.subList(0, firsts.size())).containsExactlyInAnyOrderElementsOf(firsts);
            List<Double> scores = TruncatedParents.of(zoo, budget, 64).stream().map(Assembly::score).toList();
            assertThat(scores.subList(0, firsts.size())).isSortedAccordingTo((x, y) -> Double.compare(y, x));
            assertThat(scores.subList(firsts.size(), scores.size())).isSortedAccordingTo((x, y) -> Double.compare(y, x));
        }
    }

    private static List<Ending> random(SplittableRandom random, String model, int layers) {
        List<Ending> endings = new ArrayList<>();
        long parameters = 0;
        double latency = 0;
        for (int to = 1; to <= layers; to++) {
            parameters += random.nextLong(60);
            latency += random.nextInt(4) / 4.0;
            HeadCost head = new HeadCost(random.nextLong(30), 0, random.nextInt(4) / 8.0, 0);
            endings.add(new Ending(new Block(model, 0, to, 0, true, parameters, 0, latency, 0, random.nextInt(100) / 100.0), () -> head));
        }
        return endings;
    }

    private static Assembly sum(Ending e) {
        HeadCost head = e.head().get();
        return new Assembly("x", Assembly.Kind.PARENT, List.of(), List.of(), 0, e.layers().parameters() + head.parameters(), 0,
                e.layers().latencyMs() + head.latencyMs(), 0);
    }

    private static String name(Ending e) {
        return "truncated-" + e.layers().model() + "-" + e.layers().to();
    }
}
