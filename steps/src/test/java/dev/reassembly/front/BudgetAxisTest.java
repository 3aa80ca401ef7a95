package dev.reassembly.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetAxisTest {
    private static Optional<BudgetAxis> axis(Map<String, Double> one, Map<String, Double> other) {
        return BudgetAxis.of(List.of(one, other));
    }

    @Test
    void flopsBeforeParametersBeforeLatency() {
        assertThat(axis(Map.of("flops", 2e6, "parameters", 3e5), Map.of("flops", 1e6, "parameters", 2e5))).contains(new BudgetAxis("flops", true));
        assertThat(axis(Map.of("parameters", 3e5, "latencyMs", 2.0), Map.of("parameters", 2e5, "latencyMs", 1.0)))
                .contains(new BudgetAxis("parameters", true));
        assertThat(axis(Map.of("latencyMs", 2.0), Map.of("latencyMs", 5.0, "flops", 1e12))).as("the looser one bounds FLOPs, the other doesn't")
                .contains(new BudgetAxis("latencyMs", false));
        assertThat(axis(Map.of("latencyMs", 2.0, "flops", 1e12), Map.of("latencyMs", 5.0))).contains(new BudgetAxis("latencyMs", true));
        assertThat(BudgetAxis.of(List.of(Map.of("memoryBytes", 2e6)))).contains(new BudgetAxis("memoryBytes", true));
    }

    /** FLOPs that are the same for both tell nothing; parameters do. */
    @Test
    void whatOrdersThemGoesBefore() {
        assertThat(axis(Map.of("flops", 1e6, "parameters", 3e5), Map.of("flops", 1e6, "parameters", 2e5)))
                .contains(new BudgetAxis("parameters", true));
        assertThat(axis(Map.of("flops", 1e6, "parameters", 3e5), Map.of("flops", 2e6, "parameters", 2e5)))
                .contains(new BudgetAxis("flops", false));
    }

    @Test
    void nothingInCommonIsNoAxis() {
        assertThat(axis(Map.of("flops", 1e6), Map.of("parameters", 2e5))).isEmpty();
    }
}
