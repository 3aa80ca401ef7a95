package dev.reassembly.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.front.FrontResult.Budget;
import dev.reassembly.front.FrontResult.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontResultTest {
    private static final List<Network> ZOO = List.of(new Network("small", 0.7, 0.01, 2_000, 100, List.of()), new Network("large", 0.9, 0.01, 8_000, 400, List.of()));

    private static FrontResult front(Budget... budgets) {
        return FrontResult.of("run", "Accuracy", 1000, 10, ZOO, List.of(budgets));
    }

    private static Budget budget(String name, double flops, Network network) {
        return new Budget(name, Map.of("flops", flops), network == null ? null : "s3://b/" + name, network, null, null, network == null ? "nothing fits" : null);
    }

    /** Between 2 and 8 k lie two doublings, between 8 and 16 k one: 0.6 * 2 + 0.8 for the zoo, 0.2 more from 4 k to 8 k delivered. */
    @Test
    void theDearestBudgetIsTheCornerOfBoth() {
        FrontResult front = front(budget("a", 2_000, new Network("parent-small", 0.7, 0.01, 2_000, 100, List.of())),
                budget("b", 4_000, new Network("b:a01", 0.9, 0.01, 4_000, 300, List.of())), budget("c", 16_000, new Network("parent-large", 0.9, 0.01, 8_000, 400, List.of())));
        Comparison byFlops = front.comparison(Cost.FLOPS, CostScale.LOG2);
        assertThat(byFlops.reference()).isEqualTo(new Hypervolume.Reference(16_000, 0.1));
        assertThat(byFlops.parentsVolume()).isCloseTo(0.6 * 2 + 0.8, within(1e-12));
        assertThat(byFlops.deliveredVolume()).isCloseTo(0.6 + 0.8 * 2, within(1e-12));
        assertThat(byFlops.gainPercent()).isCloseTo(10, within(1e-9));
        assertThat(byFlops.delivered()).containsExactly("parent-small", "b:a01");
        assertThat(byFlops.parents()).containsExactly("small", "large");
        assertThat(front.comparison(Cost.FLOPS, CostScale.LINEAR).gainPercent()).isCloseTo(100 * ((2 * 0.6 + 12 * 0.8) / (6 * 0.6 + 8 * 0.8) - 1), within(1e-9));
        // No budget bounds parameters: the largest network is the corner.
        assertThat(front.comparison(Cost.PARAMETERS, CostScale.LINEAR).reference().cost()).isEqualTo(400);
        assertThat(front.comparisons()).hasSize(4);
        assertThat(front.afterwards().cost()).isEqualTo(Cost.FLOPS);
    }

    @Test
    void lessThanTheZooIsALoss() {
        FrontResult front = front(budget("a", 1_000, null), budget("b", 8_000, new Network("b:a01", 0.6, 0.01, 4_000, 300, List.of())));
        assertThat(front.comparison(Cost.FLOPS, CostScale.LOG2).gainPercent()).isCloseTo(100 * (0.5 / (0.6 * 2) - 1), within(1e-9));
    }

    /** A delivered network may be dearer than the zoo's where its budget bounds something else; the zoo then has area too. */
    @Test
    void aDearDeliveryIsTheCorner() {
        FrontResult front = front(new Budget("slow", Map.of("latencyMs", 9.0), "s3://b/slow", new Network("slow:a01", 0.95, 0.01, 32_000, 900, List.of()), null, null, null));
        assertThat(front.comparison(Cost.FLOPS, CostScale.LOG2).reference().cost()).isEqualTo(32_000);
        assertThat(front.comparison(Cost.FLOPS, CostScale.LOG2).deliveredVolume()).isZero();
    }

    @Test
    void noGainOverNothing() {
        FrontResult front = FrontResult.of("run", "Accuracy", 1000, 10, List.of(new Network("guesses", 0.1, 0.01, 2_000, 100, List.of())),
                List.of(budget("a", 4_000, new Network("a:a01", 0.9, 0.01, 2_000, 100, List.of()))));
        assertThat(front.comparison(Cost.FLOPS, CostScale.LOG2).gainPercent()).isNull();
    }

    @Test
    void budgetsOfParametersCompareByParameters() {
        FrontResult front = FrontResult.of("run", "Accuracy", 1000, 10, ZOO, List.of(new Budget("p", Map.of("parameters", 200.0), null, null, null, null, "no")));
        assertThat(front.atBudgets().axis()).isEqualTo(new BudgetAxis("parameters", true));
        assertThat(front.afterwards().cost()).isEqualTo(Cost.PARAMETERS);
        assertThat(front.afterwards().gainPercent()).as("nothing delivered").isZero();
    }

    @Test
    void budgetsWithNothingInCommonAreNotCompared() {
        FrontResult front = FrontResult.of("run", "Accuracy", 1000, 10, ZOO, List.of(budget("f", 4_000, null),
                new Budget("p", Map.of("parameters", 200.0), null, null, null, null, "no")));
        assertThat(front.atBudgets()).isNull();
        assertThat(front.afterwards().cost()).isEqualTo(Cost.FLOPS);
    }
}
