package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WarmupCosineTest {
    @Test
    void risesLinearlyThenFallsAsHalfACosine() {
        WarmupCosine schedule = new WarmupCosine(110, 0.0909);
        assertThat(schedule.warmupSteps()).isEqualTo(10);
        for (int step = 0; step < 10; step++) {
            assertThat(schedule.factor(step)).isCloseTo((step + 1) / 10.0, within(1e-15));
        }
        for (int step = 10; step < 110; step++) {
            double angle = Math.PI * (step - 10) / 100;
            assertThat(schedule.factor(step)).isCloseTo((1 + Math.cos(angle)) / 2, within(1e-15));
        }
        assertThat(schedule.factor(60)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.factor(110)).isZero();
    }

    @Test
    void withoutWarmupStartsAtThePeak() {
        assertThat(new WarmupCosine(4, 0).factor(0)).isEqualTo(1);
        assertThat(new WarmupCosine(1, 0.9).factor(0)).isEqualTo(1);
    }

    @Test
    void refusesSchedulesThatNeverFall() {
        assertThatThrownBy(() -> new WarmupCosine(10, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WarmupCosine(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
