package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real text encoders on a few real sentences. */
class TextRunTest {
    @TempDir
    Path folder;

    @Test
    void sentimentFromMiniLmAndBge() throws Exception {
        Path sentences = folder.resolve("sentences.jsonl");
        try (InputStream in = TextRunTest.class.getResourceAsStream("/demo/sentiment/sentences.jsonl")) {
            Files.copy(in, sentences);
        }
        Path file = Files.writeString(folder.resolve("sentiment.yaml"), """
                apiVersion: reassembly.dev/v1alpha1
                kind: ModelReassembly
                metadata: {name: sentiment}
                spec:
                  zoo:
                  - name: minilm
                    uri: file://%1$s/all-minilm-l6-v2.onnx
                    licence: Apache-2.0
                    preprocessing: {text: {tokenizer: "file://%1$s/all-minilm-l6-v2-tokenizer.json", maxLength: 24}}
                  - name: bge
                    uri: file://%1$s/bge-small-en-v1.5.onnx
                    licence: MIT
                    preprocessing: {text: {tokenizer: "file://%1$s/bge-small-en-v1.5-tokenizer.json", maxLength: 24}}
                  task:
                    kind: TextClassification
                    dataset: {uri: "file://%2$s", format: JSONL, maxTrain: 96, maxTest: 64}
                  partition: {blocks: 3, balance: Flops, probeSamples: 32, probeBatch: 16, restarts: 4}
                  budget: {parameters: 40M}
                  assembly: {candidates: 1, includeParents: false}
                  fineTuning: {epochs: 1}
                  output: {uri: "file://%3$s/out"}
                """.formatted(Path.of(System.getProperty("zoo")).toAbsolutePath().normalize(), sentences, folder));
        Workbench.Ended ended = Workbench.execute("run", file.toString(), "--store", "file://" + folder + "/store", "--device",
                "cpu", "--scratch",
                folder + "/scratch", "--output", "json");
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.json().at("/metric").asDouble()).isBetween(0.0, 1.0);
        assertThat(ended.json().at("/kind").asText()).isEqualTo("ASSEMBLY");
        assertThat(ended.json().at("/parents")).hasSize(2);
        assertThat(ended.json().at("/assembly")).hasSize(3);
        assertThat(ended.json().at("/withinBudget").asBoolean()).isTrue();
        Path model = folder.resolve("out/model.onnx");
        assertThat(ended.json().at("/model/sha256").asText()).isEqualTo(Sha256.of(model));
        assertThat(Files.readString(folder.resolve("out/model-card.md"))).contains("minilm", "bge", "ONNX Runtime");
        for (JsonNode block : ended.json().at("/assembly")) {
            String licence = block.get("model").asText().equals("bge") ? "MIT" : "Apache-2.0";
            assertThat(Files.readString(folder.resolve("out/model-card.md"))).contains(licence);
        }
        runsElsewhere(model);
    }

    /** Two sentences of ids and a batch of one give rows of two finite logits, equal where the sentence is. */
    private static void runsElsewhere(Path model) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toString())) {
            float[][] two = logits(environment, session, new long[][] {{101, 2023, 2003, 2307, 102}, {101, 2023, 2003, 6659,
                    102}});
            float[][] one = logits(environment, session, new long[][] {{101, 2023, 2003, 6659, 102}});
            assertThat(two).hasDimensions(2, 2);
            assertThat(one).hasDimensions(1, 2);
            for (int c = 0; c < 2; c++) {
                assertThat(one[0][c]).isFinite().isCloseTo(two[1][c], org.assertj.core.data.Offset.offset(1e-4f));
            }
            assertThat(two[0]).isNotEqualTo(two[1]);
        }
    }

    private static float[][] logits(OrtEnvironment environment, OrtSession session, long[][] ids) throws Exception {
        long[][] ones = new long[ids.length][ids[0].length];
        for (long[] row : ones) {
            java.util.Arrays.fill(row, 1);
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : session.getInputNames()) {
            long[][] values = name.contains("mask") ? ones : name.contains("type") ? new long[ids.length][ids[0].length] : ids;
            inputs.put(name, OnnxTensor.createTensor(environment, values));
        }
        try (OrtSession.Result result = session.run(inputs)) {
            return (float[][]) result.get(0).getValue();
        } finally {
            List.copyOf(inputs.values()).forEach(OnnxTensor::close);
        }
    }
}
