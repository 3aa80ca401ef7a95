package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.reassembly.store.StepKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepClockTest {
    @TempDir
    Path folder;

    /** A step takes as long as it does without those that it asks for, however deep. */
    @Test
    void aStepsTimeIsItsOwn() throws Exception {
        RunContext run = SketchRun.open(folder);
        run.resolve(key("publish"), published -> {
            Thread.sleep(20);
            for (String split : List.of("validation", "test")) {
                run.resolve(key(split), evaluated -> {
                    run.resolve(key("finetune-" + split), trained -> Thread.sleep(300));
                    Thread.sleep(150);
                });
            }
        });
        Map<String, Double> seconds = run.clock().seconds();
        assertThat(seconds).containsOnlyKeys("publish", "validation", "test", "finetune-validation", "finetune-test");
        assertThat(seconds.get("publish")).isLessThan(seconds.get("test"));
        assertThat(seconds.get("test")).isLessThan(seconds.get("finetune-test"));
        assertThat(seconds.get("validation")).isLessThan(seconds.get("finetune-validation"));
        assertThat(run.clock().misses()).isEqualTo(5);
    }

    private static StepKey key(String step) throws IOException {
        return StepKey.of(step, "1", "a", Map.of(), Map.of());
    }

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
