package dev.reassembly.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.front.FrontResult.Budget;
import dev.reassembly.front.FrontResult.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AtBudgetsTest {
    private static Budget budget(String name, Map<String, Double> bounds, Network network) {
        return new Budget(name, bounds, null, network, null, null, null);
    }

    private static AtBudgets compared(List<Network> parents, Budget... budgets) {
        List<Network> delivered = List.of(budgets).stream().map(Budget::network).filter(network -> network != null).toList();
        return AtBudgets.of(List.of(budgets), parents, delivered, 0.1).orElseThrow();
    }

    /** Budgets of 2, 4 and 16 k: one doubling, two, and one for the last. */
    @Test
    void whatABudgetLeavesEarnsNothing() {
        List<Network> zoo = List.of(new Network("far below", 0.5, 0, 10, 1, List.of("a", "b", "c")),
                new Network("below c", 0.9, 0, 5_000, 1, List.of("c")), new Network("keeps none", 1.0, 0, 20_000, 1, List.of()));
        AtBudgets found = compared(zoo, budget("c", Map.of("flops", 16e3), new Network("c:1", 0.8, 0, 16_000, 1, List.of("c"))),
                budget("a", Map.of("flops", 2e3), null), budget("b", Map.of("flops", 4e3), new Network("b:1", 0.7, 0, 100, 1, List.of("b", "c"))));
        assertThat(found.axis()).isEqualTo(new BudgetAxis("flops", true));
        assertThat(found.reference()).isEqualTo(new Hypervolume.Reference(32e3, 0.1));
        assertThat(found.steps()).containsExactly(new AtBudgets.Step("a", 2e3, 0.5, null), new AtBudgets.Step("b", 4e3, 0.5, 0.7),
                new AtBudgets.Step("c", 16e3, 0.9, 0.8));
        assertThat(found.parentsVolume()).isCloseTo(0.4 * 3 + 0.8, within(1e-12));
        assertThat(found.deliveredVolume()).isCloseTo(0.6 * 2 + 0.7, within(1e-12));
        assertThat(found.gainPercent()).isCloseTo(100 * (1.9 / 2.0 - 1), within(1e-9));
    }

    /** At its own cost the small parent has area down to 10 FLOPs; at the budget the delivered one is better and that decides. */
    @Test
    void aCheapParentWinsNothingBelowTheSmallestBudget() {
        Network cheap = new Network("cheap", 0.6, 0, 10, 1, List.of("only"));
        Network delivered = new Network("only:1", 0.8, 0, 1_000, 1, List.of("only"));
        FrontResult front = FrontResult.of("run", "Accuracy", 100, 10, List.of(cheap), List.of(budget("only", Map.of("flops", 1_000.0), delivered)));
        assertThat(front.atBudgets().gainPercent()).isCloseTo(100 * (0.7 / 0.5 - 1), within(1e-9));
        assertThat(front.comparison(Cost.FLOPS, CostScale.LOG2).gainPercent()).isEqualTo(-100);
    }

    @Test
    void aNetworkDeliveredForMoreCountsAtTheSmallestBudgetThatItKeeps() {
        AtBudgets found = compared(List.of(), budget("a", Map.of("latencyMs", 1.0), null),
                budget("b", Map.of("latencyMs", 2.0), new Network("b:1", 0.6, 0, 7, 7, List.of("a", "b"))));
        assertThat(found.steps()).extracting(AtBudgets.Step::delivered).containsExactly(0.6, 0.6);
        assertThat(found.steps()).extracting(AtBudgets.Step::parents).containsExactly(null, null);
        assertThat(found.deliveredVolume()).isCloseTo(0.5 * 2, within(1e-12));
        assertThat(found.gainPercent()).as("over nothing").isNull();
    }

    /** The definition, budget by budget: the best of all that keep it or a cheaper one, over the width up to the next. Nested or not. */
    @Test
    void isTheSumOverTheBudgets() {
        Random random = new Random(11);
        int unordered = 0;
        for (int trial = 0; trial < 300; trial++) {
            List<Map<String, Double>> bounds = new ArrayList<>();
            for (int b = 1 + random.nextInt(5); b > 0; b--) {
                double flops = 1 + random.nextInt(8);
                double parameters = 1 + random.nextInt(8);
                bounds.add(random.nextInt(3) == 0 ? Map.of("flops", flops) : Map.of("flops", flops, "parameters", parameters));
            }
            List<Network> parents = networks(random, bounds);
            List<Network> delivered = networks(random, bounds);
            List<Budget> budgets = new ArrayList<>();
            for (int b = 0; b < bounds.size(); b++) {
                budgets.add(budget("b" + b, bounds.get(b), null));
            }
            AtBudgets found = AtBudgets.of(budgets, parents, delivered, 0.25).orElseThrow();
            unordered += found.axis().ordered() ? 0 : 1;
            assertThat(found.parentsVolume()).isCloseTo(sum(found.axis().cost(), bounds, parents), within(1e-9));
            assertThat(found.deliveredVolume()).isCloseTo(sum(found.axis().cost(), bounds, delivered), within(1e-9));
        }
        assertThat(unordered).isBetween(50, 250);
    }

    private static List<Network> networks(Random random, List<Map<String, Double>> bounds) {
        List<Network> networks = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            long flops = 1 + random.nextInt(8);
            long parameters = 1 + random.nextInt(8);
            List<String> keeps = new ArrayList<>();
            for (int b = 0; b < bounds.size(); b++) {
                if (keeps(bounds.get(b), flops, parameters)) {
                    keeps.add("b" + b);
                }
            }
            networks.add(new Network("n" + i, random.nextInt(11) / 10.0, 0, flops, parameters, keeps));
        }
        return networks;
    }

    private static boolean keeps(Map<String, Double> bounds, long flops, long parameters) {
        return flops <= bounds.get("flops") && (!bounds.containsKey("parameters") || parameters <= bounds.get("parameters"));
    }

    private static double sum(String cost, List<Map<String, Double>> bounds, List<Network> networks) {
        List<Map<String, Double>> ranked = bounds.stream().sorted(Comparator.comparing(b -> b.get(cost))).toList();
        double sum = 0;
        double best = 0.25;
        for (int b = 0; b < ranked.size(); b++) {
            for (Network network : networks) {
                if (keeps(ranked.get(b), network.flops(), network.parameters())) {
                    best = Math.max(best, network.metric());
                }
            }
            double here = ranked.get(b).get(cost);
            double next = b + 1 < ranked.size() ? ranked.get(b + 1).get(cost) : 2 * here;
            sum += (best - 0.25) * Math.log(next / here) / Math.log(2);
        }
        return sum;
    }
}
