package dev.reassembly.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.front.FrontResult;
import dev.reassembly.front.FrontResult.Budget;
import dev.reassembly.front.FrontResult.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontVerdictTest {
    private static final List<Network> ZOO = List.of(parent("small", 0.7, "one", "two"));

    private static Network parent(String name, double metric, String... keeps) {
        return new Network(name, metric, 0.008, 2_000_000, 100_000, List.of(keeps));
    }

    private static String verdict(List<Network> zoo, Map<String, Double> one, Map<String, Double> two, double metric) {
        Network delivered = new Network("two:a01", metric, 0.006, 4_000_000, 200_000, List.of("two"));
        return FrontVerdict.of(FrontResult.of("run", "Accuracy", 3000, 10, zoo, List.of(new Budget("one", one, null, null, null, null, "nothing fits"),
                new Budget("two", two, "s3://b/two", delivered, null, null, null))));
    }

    /** The zoo has .6 over two doublings, from 4 M to 16 M; what is delivered counts from 8 M on. */
    @Test
    void aLossIsCalledALoss() {
        assertThat(verdict(ZOO, Map.of("flops", 4e6), Map.of("flops", 8e6), 0.80)).isEqualTo("Delivered are networks for 1 of 2 budgets. At the budgets asked "
                + "for, by doublings of FLOPs, the hypervolume of what was delivered is 41.7 % smaller than that of the zoo's networks. To the zoo's networks "
                + "at their own FLOPs the run added 8.3 %.");
    }

    @Test
    void aTieIsCalledATie() {
        assertThat(verdict(List.of(parent("small", 0.8, "two")), Map.of("parameters", 1e4), Map.of("parameters", 2e5), 0.8)).contains("by doublings of parameters",
                "is the same as that of the zoo's networks. To the zoo's networks at their own parameters the run added nothing.");
    }

    @Test
    void budgetsWithoutAnOrderAreSaidToHaveNone() {
        assertThat(verdict(ZOO, Map.of("flops", 4e6, "parameters", 9e5), Map.of("flops", 8e6, "parameters", 3e5), 0.95))
                .contains("% smaller than that of the zoo's networks. "
                        + "The budgets are ranked by FLOPs, though their other bounds follow another order.");
        assertThat(verdict(ZOO, Map.of("flops", 4e6), Map.of("latencyMs", 3.0), 0.95))
                .contains("The budgets bound no cost in common, so nothing is compared at them. "
                        + "To the zoo's networks at their own FLOPs the run added 20.8 %.");
    }

    @Test
    void nothingToCompareWith() {
        assertThat(verdict(List.of(parent("guesses", 0.1, "one", "two")), Map.of("latencyMs", 2.0), Map.of("latencyMs", 4.0), 0.95))
                .contains("by doublings of latency, the hypervolume of what was delivered is 0.8500, and that of the zoo's networks is 0. Zoo and "
                        + "delivered networks together, at their own FLOPs, have 0.8500, and the zoo alone 0.");
    }
}
