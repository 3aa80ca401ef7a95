package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointPaceTest {
    private double now = 1000;

    /** Ends of epochs, in seconds, at which a checkpoint was written. */
    private List<Double> written(long bytes, double epoch, int epochs, double writing) throws IOException {
        CheckpointPace pace = new CheckpointPace(bytes, () -> Math.round(now * 1e9));
        double start = now;
        List<Double> ends = new ArrayList<>();
        for (int i = 0; i < epochs; i++) {
            now += epoch;
            pace.atEpochEnd(() -> {
                ends.add(now - start);
                now += writing;
            });
        }
        return ends;
    }

    @Test
    void smallOnesFollowEveryEpoch() throws IOException {
        assertThat(written(1000, 0.01, 4, 0.9)).hasSize(4);
    }

    @Test
    void longEpochsAreAllKept() throws IOException {
        assertThat(written(2_000_000_000, 300, 4, 25)).hasSize(4);
    }

    /** 400 MB: expected are 4 seconds, so 40 of training come first; the writing then takes 8, and 80 go by before each that follows. */
    @Test
    void largeOnesTakeATenthOfTheTime() throws IOException {
        assertThat(written(400_000_000, 25, 10, 8)).containsExactly(50.0, 158.0, 266.0);
    }

    @Test
    void aFailedWritingIsTriedAtTheNextEpoch() throws IOException {
        CheckpointPace pace = new CheckpointPace(1000, () -> 0);
        assertThatThrownBy(() -> pace.atEpochEnd(() -> {
            throw new IOException("full");
        })).hasMessage("full");
        List<String> written = new ArrayList<>();
        pace.atEpochEnd(() -> written.add("next"));
        assertThat(written).containsExactly("next");
    }
}
