package dev.reassembly.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void quantilesAreThoseOfNumPy() throws IOException {
        for (JsonNode one : GoldenStatistics.of("quantiles")) {
            double[] sorted = GoldenStatistics.numbers(one.get("x"));
            Arrays.sort(sorted);
            assertThat(Bootstrap.quantile(sorted, one.get("share").asDouble())).isCloseTo(one.get("quantile").asDouble(), within(1e-9));
        }
    }

    /** The interval of a mean is that of the normal approximation: 1.96 standard errors, of the resampled variance, on each side. */
    @Test
    void ofAMeanIsTheNormalOne() {
        double[] sample = new Random(5).doubles(400).toArray();
        double mean = Arrays.stream(sample).average().orElseThrow();
        double error = Math.sqrt(Arrays.stream(sample).map(v -> (v - mean) * (v - mean)).sum()) / sample.length;
        Bootstrap.Interval interval = Bootstrap.interval(sample.length, mean(sample), 1);
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.12 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.12 * error));
    }

    /** In 300 samples of 25 from a population of known mean about 95 % of the intervals hold it; 3.5 deviations are allowed. */
    @Test
    void holdsTheTruthAsOftenAsItSays() {
        Random random = new Random(6);
        int held = 0;
        for (int round = 0; round < 300; round++) {
            double[] sample = random.doubles(25).toArray();
            Bootstrap.Interval interval = Bootstrap.interval(sample.length, mean(sample), round);
            held += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        assertThat(held).isBetween(262, 298);
    }

    @Test
    void sameSeedSameInterval() {
        double[] sample = new Random(7).doubles(12).toArray();
        assertThat(Bootstrap.interval(12, mean(sample), 4)).isEqualTo(Bootstrap.interval(12, mean(sample), 4))
                .isNotEqualTo(Bootstrap.interval(12, mean(sample), 5));
    }

    @Test
    void leavesOutResamplesWithoutAStatistic() {
        ToDoubleFunction<int[]> tau = picked -> picked[0] == picked[1] ? Double.NaN : 0.25;
        assertThat(Bootstrap.interval(2, tau, 1)).isEqualTo(new Bootstrap.Interval(0.25, 0.25));
        assertThat(Bootstrap.interval(2, picked -> Double.NaN, 1).low()).isNaN();
    }

    private static ToDoubleFunction<int[]> mean(double[] sample) {
        return picked -> Arrays.stream(picked).mapToDouble(i -> sample[i]).average().orElseThrow();
    }
}
