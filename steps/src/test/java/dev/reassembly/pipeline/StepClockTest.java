package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class StepClockTest {
    @Test
    void whatWasStoredCostsThisRunNothing() {
        StepClock clock = new StepClock();
        clock.record("probe", false, 2);
        clock.record("finetune", true, 30);
        clock.record("probe", false, 3);
        clock.record("probe", true, 4);
        assertThat(clock.seconds()).containsExactly(entry("probe", 5.0), entry("finetune", 0.0));
        assertThat(clock.hits()).isEqualTo(2);
        assertThat(clock.misses()).isEqualTo(2);
        assertThat(clock.secondsInAll()).isEqualTo(39);
    }
}
