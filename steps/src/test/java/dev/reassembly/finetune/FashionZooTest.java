package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zoo and the data of the mixed example are the files that were made, and do what the examples' README says. */
class FashionZooTest {
    private static final int TEST = 3000;
    private static final int CLASSES = 5;
    private static final int BATCH = 250;

    @Test
    void filesAreThoseThatWereMade() throws Exception {
        List<String> lines = Files.readAllLines(FashionZoo.EXAMPLE.resolve("SHA256SUMS"));
        assertThat(lines).hasSize(7 + 4);
        for (String line : lines) {
            String[] parts = line.split(" {2}");
            byte[] bytes = Files.readAllBytes(FashionZoo.EXAMPLE.resolve(parts[1]));
            assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))).as(parts[1]).isEqualTo(parts[0]);
        }
    }

    /** On the bundled test pictures of its own classes, in ONNX Runtime and in the engine alike. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet", "vgg", "resnet", "mobilenet", "densenet", "vit", "mixer"})
    void accuracyIsTheDocumentedOne(String name) throws Exception {
        List<String> row = documented(name);
        int parity = row.get(2).startsWith("T-shirt") ? 0 : 1;
        int[] labels = FashionZoo.labels("t10k", TEST);
        float[] pixels = FashionZoo.pictures("t10k", TEST);
        int size = FashionZoo.SIDE * FashionZoo.SIDE;
        int[] own = IntStream.range(0, TEST).filter(i -> labels[i] % 2 == parity).toArray();
        int right = 0;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(FashionZoo.model(name).toString());
                Network network = NetworkLoader.load(OnnxReader.read(FashionZoo.model(name), name), Device.cpu())) {
            for (int from = 0; from < own.length; from += BATCH) {
                float[] batch = new float[BATCH * size];
                for (int i = 0; i < BATCH; i++) {
                    System.arraycopy(pixels, own[from + i] * size, batch, i * size, size);
                }
                float[] elsewhere = logits(environment, session, batch);
                assertThat(logits(network, batch)).containsExactly(elsewhere, within(1e-4f));
                for (int i = 0; i < BATCH; i++) {
                    right += best(elsewhere, i * CLASSES) == labels[own[from + i]] / 2 ? 1 : 0;
                }
            }
        }
        assertThat((double) right / own.length).isCloseTo(Double.parseDouble(row.get(5)), within(5e-4));
    }

    /** The network's row of the examples' README. */
    private static List<String> documented(String name) throws Exception {
        String row = Files.readAllLines(Path.of("../manifests/examples/README.md")).stream()
                .filter(line -> line.startsWith("| " + name + " |") && (line.contains("T-shirt") || line.contains("trouser")))
                .findFirst().orElseThrow();
        return Arrays.stream(row.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static float[] logits(OrtEnvironment environment, OrtSession session, float[] batch) throws Exception {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(batch),
                new long[] {BATCH, 1, FashionZoo.SIDE, FashionZoo.SIDE});
                OrtSession.Result result = session.run(Map.of("picture", input))) {
            float[] flat = new float[BATCH * CLASSES];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(flat);
            return flat;
        }
    }

    private static float[] logits(Network network, float[] batch) {
        try (NDManager scope = network.manager().newSubManager()) {
            Shape shape = new Shape(BATCH, 1, FashionZoo.SIDE, FashionZoo.SIDE);
            return network.run(scope, Map.of("picture", scope.create(batch, shape)), List.of("logits"), Network.Mode.INFERENCE).get("logits")
                    .toFloatArray();
        }
    }

    private static int best(float[] logits, int from) {
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
            best = logits[from + c] > logits[from + best] ? c : best;
        }
        return best;
    }
}
