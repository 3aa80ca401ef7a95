package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod that is asked to end: it has 30 seconds, and another one takes its work up. */
class TerminatedRunTest {
    @TempDir
    Path folder;

    @Test
    void endsAtOnceAndTheNextGoesOn() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        List<String> arguments = bench.arguments("run");
        Instant[] asked = new Instant[1];
        Workbench.Ended ended = ChildRun.run(Map.of(), arguments, line -> {
            boolean now = line.startsWith("a01: epoch 2/2: 0/");
            asked[0] = now ? Instant.now() : asked[0];
            return now;
        }, ProcessHandle::destroy);
        assertThat(ended.status()).as("ended by SIGTERM").isEqualTo(143);
        assertThat(Duration.between(asked[0], Instant.now())).isLessThan(Duration.ofSeconds(15));
        Refusal.wholeResults(folder);

        Workbench.Ended next = bench.run("run");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(next.computed()).containsExactly("finetune a01", "evaluate parent-plain", "evaluate a01", "publish stripes", "evaluate a01", "evaluate parent-plain", "evaluate parent-residual");
        assertThat(next.err()).contains("a01 goes on after epoch 1");
        assertThat(Refusal.files(folder.resolve("scratch"))).as("nothing of the ended run's lies about").isEmpty();
    }
}
