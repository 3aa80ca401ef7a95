package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.failure.InvalidInputException;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetBoundsTest {
    @Test
    void readsEveryFieldInItsOwnUnits() {
        assertThat(BudgetBounds.of("spec.budget", new Budget("28M", "1.2G", "20ms", "200Mi")))
                .isEqualTo(new BudgetBounds(28_000_000L, 1_200_000_000L, 20.0, 209_715_200L));
        assertThat(BudgetBounds.of("spec.budget", new Budget(null, null, "800us", null))).isEqualTo(new BudgetBounds(null, null, 0.8, null));
    }

    @ParameterizedTest
    @CsvSource({"750,750", "0.5k,500", "28.125M,28125000", "1.2G,1200000000", "2T,2000000000000", "1.9,1"})
    void readsDecimalCounts(String text, long expected) {
        assertThat(Quantities.count("f", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1.5s,1500", "20ms,20", "250us,0.25"})
    void readsTimes(String text, double expected) {
        assertThat(Quantities.milliseconds("f", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1Ki,1024", "1.5Mi,1572864", "2Gi,2147483648"})
    void readsBinaryBytes(String text, long expected) {
        assertThat(Quantities.bytes("f", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"28MB", "M", "-5M", "1e6", "28 m", "1.2345M", "1.M", "28Mi"})
    void namesTheFieldAndTheText(String text) {
        assertThatThrownBy(() -> BudgetBounds.of("spec.budget", new Budget(text, null, null, null))).isInstanceOf(InvalidInputException.class)
                .hasMessage("spec.budget.parameters: '" + text + "' found, a number with at most three decimals and one of the"
                        + " suffixes none, k, M, G, T is allowed, for example 28M or 1.2G");
    }

    @Test
    void refusesWhatNothingCanKeepTo() {
        assertThatThrownBy(() -> BudgetBounds.of("spec.budget", new Budget(null, null, null, "0Mi"))).isInstanceOf(InvalidInputException.class)
                .hasMessage("spec.budget.memory: '0Mi' found, more than zero is needed, for example 200Mi");
        assertThatThrownBy(() -> BudgetBounds.of("spec.budget", new Budget(null, "20", "20", null))).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("spec.budget.latency: '20' found")
                .hasMessageEndingWith("us, ms, s is allowed, for example 20ms");
        assertThatThrownBy(() -> BudgetBounds.of("spec.budget", new Budget(null, null, null, null))).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("spec.budget: empty");
    }

    @Test
    void eitherOfTwoIsTheHigherOfEachBound() {
        BudgetBounds one = new BudgetBounds(10L, 500L, 2.5, null);
        BudgetBounds other = new BudgetBounds(20L, 400L, null, 100L);
        BudgetBounds either = new BudgetBounds(20L, 500L, null, null);
        assertThat(one.or(other)).isEqualTo(either);
        assertThat(other.or(one)).isEqualTo(either);
        assertThat(one.or(one)).isEqualTo(one);
        assertThat(one.or(BudgetBounds.NONE)).isEqualTo(BudgetBounds.NONE);
        assertThat(new BudgetBounds(null, null, 2.5, 7L).or(new BudgetBounds(null, null, 3.5, 8L))).isEqualTo(new BudgetBounds(null, null, 3.5, 8L));
    }

    @Test
    void showsNeedsRoundedUpAndBoundsRoundedDown() {
        assertThat(Resource.PARAMETERS.show(24_010_000, RoundingMode.CEILING)).isEqualTo("24.1 M");
        assertThat(Resource.FLOPS.show(1_299_999_999, RoundingMode.FLOOR)).isEqualTo("1.2 G");
        assertThat(Resource.PARAMETERS.show(999, RoundingMode.FLOOR)).isEqualTo("999");
        assertThat(Resource.LATENCY.show(20_000_000, RoundingMode.FLOOR)).isEqualTo("20.0 ms");
        assertThat(Resource.LATENCY.show(1, RoundingMode.CEILING)).isEqualTo("0.1 us");
        assertThat(Resource.MEMORY.show(209_715_201, RoundingMode.CEILING)).isEqualTo("200.1 MiB");
    }
}
