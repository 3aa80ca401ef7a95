package dev.reassembly.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RanksTest {
    @Test
    void areWhatSciPySays() throws IOException {
        for (JsonNode one : GoldenStatistics.of("ranks")) {
            assertThat(Ranks.of(GoldenStatistics.numbers(one.get("x")))).containsExactly(GoldenStatistics.numbers(one.get("ranks")));
        }
    }

    @Test
    void meanKnowsOnlyWhatAllKnow() {
        double[] mean = Ranks.mean(List.of(new double[] {10, 20, 30}, new double[] {7, Double.NaN, 7}));
        assertThat(mean).containsExactly((1 + 1.5) / 2, Double.NaN, (3 + 1.5) / 2);
    }
}
