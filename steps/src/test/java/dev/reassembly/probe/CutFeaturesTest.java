package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.progress.Told;
import dev.reassembly.similarity.CenteredGram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both engines give the same features and Grams on the networks of the examples. */
class CutFeaturesTest {
    private static final int EXAMPLES = 8;
    private static final int TOKENS = 12;

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "vgg", "resnet", "mobilenet", "densenet", "vit", "mixer"})
    void pictures(String name) {
        Graph graph = OnnxReader.read(Path.of("../manifests/examples/mixed/zoo", name + ".onnx"), name);
        same(graph, ChainBuilder.build(name, graph, new NominalInput.Image(1, 28, 28, Feature.Layout.NCHW), null), pictures(1, 28));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-minilm-l6-v2", "e5-small-v2", "bge-small-en-v1.5"})
    void texts(String name) {
        Graph graph = OnnxReader.read(Path.of(System.getProperty("zoo"), name + ".onnx"), name);
        ByteBuffer ids = ByteBuffer.allocateDirect(8 * EXAMPLES * TOKENS).order(ByteOrder.nativeOrder());
        ByteBuffer mask = ByteBuffer.allocateDirect(8 * EXAMPLES * TOKENS).order(ByteOrder.nativeOrder());
        Random random = new Random(3);
        for (int i = 0; i < EXAMPLES * TOKENS; i++) {
            boolean real = i % TOKENS <= 3 + i / TOKENS;
            ids.putLong(real ? 1000 + random.nextInt(20_000) : 0);
            mask.putLong(real ? 1 : 0);
        }
        same(graph, ChainBuilder.build(name, graph, new NominalInput.Text(TOKENS), null), batch(Map.of(InputRole.IDS, longs(ids.flip()),
                InputRole.MASK, longs(mask.flip()), InputRole.TYPES, longs(ByteBuffer.allocateDirect(8 * EXAMPLES * TOKENS).order(ByteOrder.nativeOrder())))));
    }

    private static void same(Graph graph, Chain chain, Batch batch) {
        List<float[]> frozen;
        try (CutFeatures features = CutFeatures.open(graph, chain, Device.cpu(), new RefusalsAreFailures())) {
            frozen = features.of(batch);
        }
        try (CutFeatures features = CutFeatures.inTrainingEngine(graph, chain, Device.cpu())) {
            List<float[]> trained = features.of(batch);
            assertThat(frozen).hasSize(chain.cuts().size() - 1).hasSameSizeAs(trained);
            for (int i = 0; i < frozen.size(); i++) {
                int channels = (int) chain.cuts().get(i + 1).feature().channels();
                close(frozen.get(i), trained.get(i), "features of cut " + (i + 1));
                close(CenteredGram.of(frozen.get(i), EXAMPLES, EXAMPLES, channels).get(0), CenteredGram.of(trained.get(i), EXAMPLES, EXAMPLES, channels).get(0),
                        "Gram of cut " + (i + 1));
            }
        }
    }

    /** Within a ten-thousandth of the largest value. */
    private static void close(float[] actual, float[] expected, String what) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).as(what).isPositive();
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as(what).isCloseTo(expected[i], within(1e-4f * largest));
        }
    }

    /** The runtime has no rectifier of int64; the training engine has. */
    @Test
    void aModelThatTheRuntimeRefusesRunsInTheTrainingEngineAndThatIsSaid() {
        Graph graph = new Graph("odd", List.of(new ValueInfo("image", ElementType.FLOAT, List.of(-1L, 1L, 28L, 28L))),
                List.of(new ValueInfo("out", ElementType.FLOAT, List.of(-1L, 1L, 28L, 28L))),
                List.of(cast("image", "whole", ElementType.INT64), new Node("rectify", "Relu", List.of("whole"), List.of("rectified")),
                        cast("rectified", "out", ElementType.FLOAT)), Map.of());
        Chain chain = new Chain("odd", new Chain.Inputs("image", null, null, null), List.of(new Cut(0, "image", Feature.INPUT),
                new Cut(1, "out", new Feature(Feature.Layout.NCHW, 1, 28, 28, false))), List.of());
        Told progress = new Told();
        Batch batch = pictures(1, 28);
        try (CutFeatures features = CutFeatures.open(graph, chain, Device.cpu(), progress)) {
            float[] expected = new float[EXAMPLES];
            FloatBuffer pixels = batch.inputs().get(InputRole.IMAGE).data().duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
            for (int i = 0; i < EXAMPLES * 28 * 28; i++) {
                expected[i / (28 * 28)] += Math.max(0, (int) pixels.get(i)) / (28 * 28f);
            }
            close(features.of(batch).get(0), expected, "means");
        }
        assertThat(progress.messages()).singleElement().asString().contains("odd runs in the training engine");
    }

    private static Node cast(String from, String to, ElementType type) {
        return new Node(to, "", "Cast", List.of(from), List.of(to), Map.of("to", new Attribute.Int(type.onnxCode())));
    }

    private static Batch pictures(int channels, int side) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(4 * EXAMPLES * channels * side * side).order(ByteOrder.nativeOrder());
        Random random = new Random(2);
        while (pixels.hasRemaining()) {
            pixels.putFloat((float) (2 * random.nextGaussian()));
        }
        return batch(Map.of(InputRole.IMAGE, new HostTensor(HostTensor.Type.FLOAT, new long[] {EXAMPLES, channels, side, side}, pixels.flip())));
    }

    private static HostTensor longs(ByteBuffer values) {
        return new HostTensor(HostTensor.Type.INT64, new long[] {EXAMPLES, TOKENS}, values);
    }

    private static Batch batch(Map<InputRole, HostTensor> inputs) {
        return new Batch(inputs, new int[EXAMPLES], IntStream.range(0, EXAMPLES).mapToObj(String::valueOf).toList());
    }
}
