package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.StepFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ColdStartTest {
    /** The command would go on for an hour. */
    @Test
    @Timeout(60)
    void endsAtTheFirstBatch() throws Exception {
        double seconds = ColdStart.secondsToFirstBatch(List.of("bash", "-c",
                "echo 'inspect a: miss'; sleep 0.3; echo 'probe a: 0/512'; exec sleep 3600"));
        assertThat(seconds).isBetween(0.3, 60.0);
    }

    @Test
    void aStepThatFailsIsNoMeasurement() {
        assertThatThrownBy(() -> ColdStart.secondsToFirstBatch(List.of("bash", "-c", "echo 'probe a: miss'; exit 2")))
                .isInstanceOf(StepFailedException.class).hasMessageContaining("exit status 2 before a first batch");
    }
}
