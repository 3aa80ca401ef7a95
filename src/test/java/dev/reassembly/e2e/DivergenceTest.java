package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reassembly.model.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that stop being finite: what networks with a root of 0 in them give is finite, but its gradient is not. */
class DivergenceTest {
    @TempDir
    Path folder;

    @Test
    void oneIsDroppedAndTheRunGoesOn() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("includeParents: false", "includeParents: true");
        OnnxWriter.write(TinyZoo.rooted(2), folder.resolve("zoo/residual.onnx"), Map.of());
        Workbench.Ended run = bench.run("run", "--output", "json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("warning: parent-residual is dropped, the ", "in epoch 1 at step ", "fineTuning.learningRate");
        JsonNode parents = run.json().at("/parents");
        assertThat(parents.get(0).get("metric").isNumber()).isTrue();
        assertThat(parents.get(1).get("metric").isNull()).isTrue();
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("diverged");
        assertThat(Files.readString(folder.resolve("out/model-card.md"))).contains("| residual | diverged |");

        Workbench.Ended again = bench.run("run");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.computed()).as("a divergence is a result like any other").isEmpty();
        Workbench.Ended pod = bench.run("finetune", "--candidate", "parent-residual", "--rung", "1");
        assertThat(pod.status()).isZero();
        assertThat(pod.out()).contains("parent-residual", "diverged: the ");
    }

    @Test
    void whenAllDivergeItIsAMistake() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        OnnxWriter.write(TinyZoo.rooted(1), folder.resolve("zoo/plain.onnx"), Map.of());
        OnnxWriter.write(TinyZoo.rooted(2), folder.resolve("zoo/residual.onnx"), Map.of());
        Workbench.Ended run = bench.run("run");
        assertThat(run.err()).contains("warning: parent-plain is dropped", "warning: parent-residual is dropped");
        Refusal.mistake(bench, run, "spec.fineTuning.learningRate: every network within the budget diverged");
    }
}
