package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.NamedBudget;
import dev.reassembly.api.v1alpha1.Output;
import dev.reassembly.assembly.BudgetBounds;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetPointTest {
    private static ModelReassemblySpec spec(Budget one, NamedBudget... several) {
        return new ModelReassemblySpec(null, null, null, one, several.length == 0 ? null : List.of(several), null, null, new Output("file:///out", null), null, 0L,
                null, null, null);
    }

    @Test
    void theLoosestIsTheOnlyOne() {
        assertThat(BudgetPoint.loosest(spec(new Budget("2M", null, "5ms", null)))).isEqualTo(new BudgetBounds(2_000_000L, null, 5.0, null));
    }

    @Test
    void theLoosestBoundsOnlyWhatAllBound() {
        assertThat(BudgetPoint.loosest(spec(null, new NamedBudget("small", "1M", "2G", "3ms", null), new NamedBudget("slow", "500k", "1G", "9ms", "1Mi"),
                new NamedBudget("large", "4M", "3G", null, "2Mi")))).isEqualTo(new BudgetBounds(4_000_000L, 3_000_000_000L, null, null));
    }
}
