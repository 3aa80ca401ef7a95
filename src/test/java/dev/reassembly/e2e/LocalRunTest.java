package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as a user runs it, on a zoo of a plain, a residual and a transformer network. */
class LocalRunTest {
    @TempDir
    static Path folder;
    static Workbench bench;
    static Workbench.Ended first;

    @BeforeAll
    static void run() throws Exception {
        bench = new Workbench(folder, "plain", "residual", "transformer");
        first = bench.run("run", "--output", "json");
    }

    @Test
    void deliversWhatItSays() throws Exception {
        assertThat(first.status()).as(first.err()).isZero();
        JsonNode json = first.json();
        Path model = Path.of(java.net.URI.create(json.at("/model/uri").asText()));
        byte[] bytes = Files.readAllBytes(model);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(json.at("/model/sha256").asText());
        assertThat(json.at("/model/bytes").asLong()).isEqualTo(bytes.length);
        assertThat(json.at("/model/parameters").asLong()).isBetween(1L, 1_000_000L);
        assertThat(json.at("/parents")).hasSize(3);
        assertThat(json.at("/assembly")).isNotEmpty();
        assertThat(json.at("/cache/hits").asInt()).isZero();
        for (String name : List.of("model-card.md", "provenance.json", "result.json", "report.html", "figures/similarity.svg")) {
            assertThat(folder.resolve("out").resolve(name)).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve("out/model-card.md"))).contains("MIT");
    }

    /** The published file alone, in another runtime with the test's own preprocessing, reaches the reported metric. */
    @Test
    void reportedMetricIsWhatTheFileReaches() throws Exception {
        byte[] images = Files.readAllBytes(folder.resolve("data/t10k-images-idx3-ubyte"));
        byte[] labels = Files.readAllBytes(folder.resolve("data/t10k-labels-idx1-ubyte"));
        int pixels = TinyZoo.SIZE * TinyZoo.SIZE;
        int count = labels.length - 8;
        int right = 0;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(folder.resolve("out/model.onnx").toString())) {
            for (int i = 0; i < count; i++) {
                FloatBuffer x = FloatBuffer.allocate(3 * pixels);
                for (int k = 0; k < 3 * pixels; k++) {
                    x.put(k, ((images[16 + i * pixels + k % pixels] & 0xff) - 127.5f) / 64f);
                }
                try (OnnxTensor input = OnnxTensor.createTensor(environment, x, new long[] {1, 3, TinyZoo.SIZE, TinyZoo.SIZE});
                        OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), input))) {
                    float[] logits = ((float[][]) result.get(0).getValue())[0];
                    int best = 0;
                    for (int c = 1; c < logits.length; c++) {
                        best = logits[c] > logits[best] ? c : best;
                    }
                    right += best == labels[8 + i] ? 1 : 0;
                }
            }
        }
        assertThat((double) right / count).isEqualTo(first.json().at("/metric").asDouble());
    }

    @Test
    void parentsAreReportedWithTheirCosts() throws Exception {
        JsonNode parents = first.json().at("/parents");
        assertThat(StreamSupport.stream(parents.spliterator(), false).map(p -> p.get("name").asText())).containsExactly("plain",
                "residual", "transformer");
        for (JsonNode parent : parents) {
            assertThat(parent.get("metric").asDouble()).isBetween(0.0, 1.0);
            assertThat(parent.get("flops").asLong()).isPositive();
            assertThat(parent.get("latencyMs").asDouble()).isPositive();
        }
    }

    @Test
    void secondRunOnlyReports() throws Exception {
        Workbench.Ended second = bench.run("run", "--output", "json");
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(second.json().at("/cache/misses").asInt()).isZero();
        assertThat(second.json().at("/metric")).isEqualTo(first.json().at("/metric"));
        assertThat(second.json().at("/model")).isEqualTo(first.json().at("/model"));
    }

    @Test
    void planNamesWhatIsStored() {
        Workbench.Ended plan = bench.run("plan");
        assertThat(plan.status()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("probe plain: stored").contains("partition: stored").contains("assemble: stored");
    }

    @Test
    void provenanceNamesEachBlocksSource() throws Exception {
        JsonNode provenance = new ObjectMapper().readTree(folder.resolve("out/provenance.json").toFile());
        JsonNode assembly = first.json().at("/assembly");
        assertThat(provenance.at("/blocks")).hasSameSizeAs(assembly);
        for (int i = 0; i < assembly.size(); i++) {
            JsonNode block = provenance.at("/blocks/" + i);
            assertThat(block.get("model")).isEqualTo(assembly.get(i).get("model"));
            Path source = folder.resolve("zoo/" + block.get("model").asText() + ".onnx");
            assertThat(block.get("sha256").asText())
                    .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(source))));
        }
        JsonNode parts = provenance.at("/parts");
        assertThat(parts.size()).isBetween(1, assembly.size());
        for (JsonNode part : parts) {
            assertThat(part.get("tensors").asInt()).isPositive();
            assertThat(part.get("sha256").asText()).matches("[0-9a-f]{64}");
            assertThat(part.get("trained").isBoolean()).isTrue();
        }
    }
}
