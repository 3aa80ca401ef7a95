package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.onnxruntime.OrtException;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.progress.Progress;
import dev.reassembly.similarity.CutSimilarity;
import dev.reassembly.similarity.NaiveCka;
import dev.reassembly.similarity.SimilarityMatrix;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On real features of a pre-trained text encoder. */
class ModelProbeTest {
    private static final int SAMPLES = 70;
    private static final int BATCH = 32;
    private static final long SEED = 5;

    private static Graph graph;
    private static Chain chain;
    private static Dataset sentences;
    private static Preprocessor preprocessor;
    private static ProbeResult result;

    @BeforeAll
    static void probe() throws IOException {
        graph = MiniLm.graph();
        chain = MiniLm.chain();
        sentences = MiniLm.sentences();
        preprocessor = MiniLm.preprocessor();
        result = ModelProbe.run(graph, chain, sentences, preprocessor, SAMPLES, BATCH, Device.cpu(), SEED, Progress.SILENT);
    }

    @AfterAll
    static void close() {
        preprocessor.close();
    }

    @Test
    void pooledFeaturesAreThoseOfOnnxRuntime() throws IOException, OrtException {
        List<Example> examples = new ArrayList<>();
        try (ProbeSet set = ProbeSet.open(sentences, SAMPLES, SEED)) {
            set.forEachRemaining(examples::add);
        }
        List<double[]> expected = OrtFeatures.of(graph, chain, preprocessor.encode(examples));
        assertThat(result.samples()).isEqualTo(SAMPLES);
        assertThat(result.features()).hasSize(7);
        for (int cut = 0; cut < 7; cut++) {
            assertThat(result.channels().get(cut)).isEqualTo(384);
            float[] actual = result.features().get(cut);
            double worst = 0;
            for (int i = 0; i < actual.length; i++) {
                worst = Math.max(worst, Math.abs(actual[i] - expected.get(cut)[i]));
            }
            assertThat(worst).as("cut %d", cut + 1).isLessThan(2e-5);
        }
        assertThat(result.labels()).isEqualTo(examples.stream().mapToInt(Example::label).toArray());
    }

    @Test
    void similaritiesOfRealFeaturesAgreeWithTheNaiveFormula() {
        SimilarityMatrix matrix = CutSimilarity.compute(List.of(result.cutGrams()));
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                double expected = NaiveCka.cka(result.features().get(i), 384, result.features().get(j), 384, BATCH);
                assertThat(matrix.lookup(0, i + 1, 0, j + 1)).isCloseTo(expected, within(1e-5));
            }
        }
        // Neighbouring layers of one network are alike, far ones less: what the whole method stands on.
        assertThat(matrix.lookup(0, 3, 0, 4)).isGreaterThan(matrix.lookup(0, 1, 0, 7));
        assertThat(matrix.negatives()).isZero();
    }

    @Test
    void gramsHoldWholeMinibatchesOnly() {
        assertThat(result.batch()).isEqualTo(BATCH);
        for (List<float[]> grams : result.grams()) {
            assertThat(grams).hasSize(2);
            assertThat(grams).allSatisfy(gram -> assertThat(gram).hasSize(BATCH * (BATCH - 1) / 2));
        }
    }

    @Test
    void latenciesOfTheLayersAddUpToThatOfTheNetwork() {
        assertThat(result.latencyMs()).hasSize(7).allMatch(ms -> ms > 0);
        // The embeddings only look rows up; an encoder layer multiplies large matrices.
        assertThat(result.latencyMs().get(0)).isLessThan(result.latencyMs().get(3));
        // 1 and 3 ms at their least share out the 12 ms of the whole; at its least it took 5.
        LatencyProfile scaled = LatencyProfile.scaled(List.of(Stopwatch.Times.of(List.of(9.0, 1.0, 2.0)),
                Stopwatch.Times.of(List.of(3.0, 3.5, 90.0))), Stopwatch.Times.of(List.of(12.0, 5.0, 13.0)));
        assertThat(scaled.layerMs()).containsExactly(3.0, 9.0);
        assertThat(scaled.wholeMs()).isEqualTo(12);
        assertThat(scaled.ratio()).isEqualTo(0.8);
    }

    @Test
    void namesModelCutAndLayerOfAFeatureThatIsNoNumber() {
        String bias = "encoder.layer.2.output.LayerNorm.bias";
        Tensor good = graph.initializers().get(bias);
        float[] values = new float[(int) good.elements()];
        FloatBuffer.wrap(values).put(good.data().asFloatBuffer());
        values[17] = Float.NaN;
        Graph broken = graph.withInitializers(Map.of(bias, Tensor.ofFloats(good.shape(), values)));
        assertThatThrownBy(() -> ModelProbe.run(broken, chain, sentences, preprocessor, 8, 8, Device.cpu(), SEED,
                Progress.SILENT))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model minilm, cut 4")
                .hasMessageContaining("layer encoder.2").hasMessageContaining("NaN");
    }

    @Test
    void refusesAProbeSetThatFillsNoMinibatch() {
        assertThatThrownBy(() -> ModelProbe.run(graph, chain, sentences, preprocessor, 20, 32, Device.cpu(), SEED,
                Progress.SILENT)).isInstanceOf(InvalidInputException.class).hasMessageContaining("20 examples");
    }
}
