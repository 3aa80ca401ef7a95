package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end without a word, as when a node goes down. */
class KilledRunTest {
    @TempDir
    Path folder;

    /** Killed in three places one after the other; what was done stays done, and the network is the same in every bit. */
    @Test
    void goesOnWhereItWasKilled() throws Exception {
        Workbench whole = Workbench.tiny(folder.resolve("whole"), "plain", "residual");
        Workbench.Ended uninterrupted = whole.run("run", "--output", "json");
        assertThat(uninterrupted.status()).as(uninterrupted.err()).isZero();

        Workbench bench = Workbench.tiny(folder.resolve("killed"), "plain", "residual");
        killedAt(bench, "probe residual: 0/");
        Workbench.Ended second = killedAt(bench, "parent-residual: epoch 2/2: 0/");
        assertThat(second.hits()).contains("inspect plain", "probe plain", "inspect residual");
        Workbench.Ended third = killedAt(bench, "a01: epoch 2/2: 0/");
        assertThat(third.hits()).contains("partition stripes", "assemble stripes", "stitch a01", "finetune parent-plain");
        assertThat(third.err()).contains("with a checkpoint").contains("parent-residual goes on after epoch 1");
        Workbench.Ended fourth = killedAt(bench, "publish stripes: miss");
        assertThat(fourth.err()).contains("a01 goes on after epoch 1");

        Workbench.Ended last = bench.run("run", "--output", "json");
        assertThat(last.status()).as(last.err()).isZero();
        assertThat(last.computed()).startsWith("publish stripes").allMatch(step -> step.equals("publish stripes") || step.startsWith("evaluate "));
        assertThat(last.json().at("/model/sha256").asText()).isEqualTo(uninterrupted.json().at("/model/sha256").asText())
                .isEqualTo(Sha256.of(folder.resolve("killed/out/model.onnx")));
        assertThat(networks(bench)).hasSize(3).isEqualTo(networks(whole));
        assertThat(last.json().at("/metric")).isEqualTo(uninterrupted.json().at("/metric"));
        assertThat(Refusal.files(folder.resolve("killed/store"))).noneMatch(file -> file.toString().contains("/checkpoints/"));
    }

    /** Digests of all trained networks; their steps' keys differ, since measured latencies lie beside what they start from. */
    private static Set<String> networks(Workbench bench) throws IOException {
        Set<String> networks = new TreeSet<>();
        for (Path file : Refusal.files(bench.folder.resolve("store/steps/finetune"))) {
            if (file.endsWith("network.onnx")) {
                networks.add(Sha256.of(file));
            }
        }
        return networks;
    }

    private static Workbench.Ended killedAt(Workbench bench, String start) throws Exception {
        List<String> arguments = bench.arguments("run");
        Workbench.Ended ended = ChildRun.run(Map.of(), arguments, line -> line.startsWith(start));
        assertThat(ended.err().lines()).as(ended.err()).anyMatch(line -> line.startsWith(start));
        assertThat(ended.status()).as("killed by SIGKILL").isEqualTo(137);
        Refusal.wholeResults(bench.folder);
        return ended;
    }
}
