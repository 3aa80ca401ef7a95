package dev.reassembly.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void ticksAreRoundAndCoverTheData() {
        Scale scale = Scale.over(0.83, 0.94, 5, 0, 100);
        assertThat(scale.ticks().stream().map(t -> Math.round(t * 100) / 100.0).toList()).isEqualTo(List.of(0.8, 0.85, 0.9, 0.95));
        assertThat(scale.at(scale.low())).isEqualTo(0);
        assertThat(scale.at(scale.high())).isEqualTo(100);
    }

    @Property
    void anyRangeLiesInsideTheAxis(@ForAll @DoubleRange(min = -1e6, max = 1e6) double a, @ForAll @DoubleRange(min = 0.01, max = 1e6) double span) {
        Scale scale = Scale.over(a, a + span, 5, 0, 1);
        assertThat(scale.at(a)).isBetween(-1e-6, 1 + 1e-6);
        assertThat(scale.at(a + span)).isBetween(-1e-6, 1 + 1e-6);
        assertThat(scale.ticks()).hasSizeBetween(2, 13);
    }
}
