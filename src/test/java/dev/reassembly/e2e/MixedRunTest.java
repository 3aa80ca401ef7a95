package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A convolutional network and a vision transformer of the mixed example become one network. */
class MixedRunTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("home"), "manifests/examples/mixed").toAbsolutePath().normalize();
    private static final int PIXELS = 28 * 28;
    private static final int TEST = 100;

    @TempDir
    Path folder;

    @Test
    void blocksOfBothKindsMakeOneNetwork() throws Exception {
        first("train", 200);
        first("t10k", TEST);
        Path file = Files.writeString(folder.resolve("mixed.yaml"), """
                apiVersion: reassembly.dev/v1alpha1
                kind: ModelReassembly
                metadata: {name: mixed}
                spec:
                  zoo:
                  - name: mobilenet
                    uri: file://%1$s/zoo/mobilenet.onnx
                    preprocessing: {image: {height: 28, width: 28, channels: GRAY, mean: [73], std: [90]}}
                  - name: vit
                    uri: file://%1$s/zoo/vit.onnx
                    preprocessing: {image: {height: 28, width: 28, channels: GRAY, mean: [73], std: [90]}}
                  task:
                    kind: ImageClassification
                    dataset: {uri: "file://%2$s/data/", format: IDX, validation: 0.25}
                  partition: {blocks: 3, balance: Flops, probeSamples: 64, probeBatch: 32, restarts: 4}
                  budget: {parameters: 1M}
                  assembly: {candidates: 2, includeParents: false}
                  fineTuning: {epochs: 1, learningRate: 0.001, newLayersLearningRate: 0.003}
                  output: {uri: "file://%2$s/out"}
                """.formatted(EXAMPLE, folder));
        Workbench.Ended ended = Workbench.execute("run", file.toString(), "--store", "file://" + folder + "/store", "--device", "cpu",
                "--scratch", folder + "/scratch", "--output", "json");
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.json().at("/kind").asText()).isEqualTo("ASSEMBLY");
        List<String> sources = new ArrayList<>();
        for (JsonNode block : ended.json().at("/assembly")) {
            sources.add(block.get("model").asText());
        }
        assertThat(sources).hasSize(3).contains("mobilenet", "vit");
        assertThat(ended.computed()).filteredOn(step -> step.startsWith("finetune")).as("two assemblies and two parents").hasSize(4);
        Path model = folder.resolve("out/model.onnx");
        assertThat(ended.json().at("/model/sha256").asText()).isEqualTo(Sha256.of(model));
        assertThat(accuracy(model)).isEqualTo(ended.json().at("/metric").asDouble());
    }

    /** In ONNX Runtime, with this test's own preprocessing. */
    private double accuracy(Path model) throws Exception {
        byte[] images = Files.readAllBytes(folder.resolve("data/t10k-images-idx3-ubyte"));
        byte[] labels = Files.readAllBytes(folder.resolve("data/t10k-labels-idx1-ubyte"));
        FloatBuffer x = FloatBuffer.allocate(TEST * PIXELS);
        for (int i = 0; i < x.capacity(); i++) {
            x.put(i, ((images[16 + i] & 0xff) - 73f) / 90f);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, x, new long[] {TEST, 1, 28, 28});
                OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            float[][] logits = (float[][]) result.get(0).getValue();
            int right = 0;
            for (int i = 0; i < TEST; i++) {
                int best = 0;
                for (int c = 1; c < logits[i].length; c++) {
                    best = logits[i][c] > logits[i][best] ? c : best;
                }
                right += best == labels[8 + i] ? 1 : 0;
            }
            return (double) right / TEST;
        }
    }

    /** Copies the first pictures of a part of the example's data. */
    private void first(String part, int count) throws IOException {
        copy(part + "-images-idx3-ubyte", 3, count, count * PIXELS);
        copy(part + "-labels-idx1-ubyte", 1, count, count);
    }

    private void copy(String name, int axes, int count, int bytes) throws IOException {
        Path source = EXAMPLE.resolve("data/fashion-small").resolve(name + ".gz");
        Path target = Files.createDirectories(folder.resolve("data")).resolve(name);
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(source)));
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(target))) {
            out.writeInt(in.readInt());
            in.readInt();
            out.writeInt(count);
            out.write(in.readNBytes(4 * (axes - 1)));
            out.write(in.readNBytes(bytes));
        }
    }
}
