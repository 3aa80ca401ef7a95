package dev.reassembly.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KendallTauTest {
    @Test
    void isWhatSciPySays() throws IOException {
        JsonNode cases = GoldenStatistics.of("kendall");
        assertThat(cases).hasSize(9);
        for (JsonNode one : cases) {
            assertThat(KendallTau.of(GoldenStatistics.numbers(one.get("x")), GoldenStatistics.numbers(one.get("y"))))
                    .isCloseTo(one.get("tau").asDouble(), within(1e-12));
        }
    }

    /** The definition through sums over ordered pairs: sum of signs' products over the root of the products of their squares. */
    @Test
    void isTheCorrelationOfTheSignsOfDifferences() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            int n = 4 + random.nextInt(20);
            double[] x = random.ints(n, 0, 6).asDoubleStream().toArray();
            double[] y = random.ints(n, 0, 6).asDoubleStream().toArray();
            double product = 0;
            double ofX = 0;
            double ofY = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    product += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
                    ofX += Math.abs(Math.signum(x[i] - x[j]));
                    ofY += Math.abs(Math.signum(y[i] - y[j]));
                }
            }
            assertThat(KendallTau.of(x, y)).isCloseTo(product / Math.sqrt(ofX * ofY), within(1e-12));
        }
    }

    @Test
    void isUndefinedForAScoreThatIsTheSameForAll() {
        assertThat(KendallTau.of(new double[] {2, 2, 2}, new double[] {1, 2, 3})).isNaN();
        assertThat(KendallTau.of(new double[] {}, new double[] {})).isNaN();
    }

    @Test
    void leavesOutWhatHasNoScore() {
        double[] x = {3, Double.NaN, 1, 2, Double.NEGATIVE_INFINITY};
        double[] y = {5, 9, 1, 1, 0};
        assertThat(KendallTau.of(x, y)).isEqualTo(KendallTau.of(new double[] {3, 1, 2, -100}, new double[] {5, 1, 1, 0}));
    }

    @Test
    void anItemDrawnTwiceTellsNothingOfItself() {
        assertThat(KendallTau.of(new double[] {1, 1, 2}, new double[] {5, 5, 7})).isEqualTo(1);
    }
}
