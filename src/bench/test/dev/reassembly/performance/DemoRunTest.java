package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRunTest {
    @TempDir
    Path folder;

    @Test
    void theRunsOwnClockSaysWhatTrainingTook() throws Exception {
        double seconds = DemoRun.run(folder, List.of("bash", "-c",
                "ls -A {new} && sleep 0.2 && echo '{\"kind\": \"Assembly\", \"seconds\": {\"probe\": 4.5, \"finetune\": 12.25}}'"));
        assertThat(seconds).isGreaterThan(0.2);
        assertThat(DemoRun.trainings(Files.readString(folder.resolve("outcome.json")))).isEqualTo(12.25);
        try (var left = Files.list(folder)) {
            assertThat(left).as("the work folder is gone").hasSize(1);
        }
    }

    @Test
    void aRunWithoutTrainingOrOneThatFailsIsNoMeasurement() throws IOException {
        assertThatThrownBy(() -> DemoRun.trainings("{\"seconds\": {\"probe\": 1}}")).isInstanceOf(StepFailedException.class).hasMessageContaining("finetune");
        assertThatThrownBy(() -> DemoRun.run(folder, List.of("false"))).isInstanceOf(StepFailedException.class).hasMessageContaining("exit status 1");
    }
}
