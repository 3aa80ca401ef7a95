package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.probe.MiniLm;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaswotTest {
    private static final Tensor FIRST = Tensor.ofFloats(List.of(2L, 3L), 1, -1, 1, 1, 1, -1);

    @Test
    void isTheLogDeterminantOfAgreementsOfANetDoneByHand() {
        // Codes before the activation: (1,0) -> 101, (0,1) -> 110, (1,1) -> 100 (zero is off); agreements 3 1 2 / 1 3 2 / 2 2 3,
        // determinant 8. The second minibatch: (1,0) and (0,1), determinant 9 - 1 = 8 too.
        for (String activation : List.of("Relu", "LeakyRelu", "HardSwish", "Gelu", "Erf")) {
            Graph graph = twoLayers(activation);
            Batch three = ProxyNets.batch(new float[][] {{1, 0}, {0, 1}, {1, 1}}, 0, 1, 0);
            Batch two = ProxyNets.batch(new float[][] {{1, 0}, {0, 1}}, 0, 1);
            assertThat(score(graph, three, two)).as(activation).isCloseTo(Math.log(8), within(1e-9));
        }
    }

    @Test
    void samplesThatCannotBeToldApartGiveNegativeInfinity() {
        Graph graph = twoLayers("Relu");
        assertThat(score(graph, ProxyNets.batch(new float[][] {{1, 0}, {2, 0}, {0, 1}}, 0, 1, 0))).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void isNotDefinedWithoutActivationFunctions() {
        Graph graph = ProxyNets.graph(2, List.of(new Node("m", "MatMul", List.of("x", "w"), List.of("logits"))),
                Map.of("w", FIRST));
        List<Batch> minibatches = List.of(ProxyNets.batch(new float[][] {{1, 0}}, 0));
        assertThat(Naswot.score(graph, ProxyNets.ROLES, minibatches, Device.cpu(), Progress.SILENT)).isEmpty();
    }

    @Test
    void findsActivationsInAllTheirSpellings() {
        Map<String, Tensor> bounds = Map.of("zero", Tensor.ofFloats(List.of(), 0), "six", Tensor.ofFloats(List.of(), 6),
                "minus", Tensor.ofFloats(List.of(), -1));
        Graph graph = ProxyNets.graph(2, List.of(
                new Node("relu6", "Clip", List.of("x", "zero", "six"), List.of("a")),
                new Node("clamp", "Clip", List.of("a", "minus", "six"), List.of("b")),
                new Node("sigmoid", "Sigmoid", List.of("b"), List.of("gate")),
                new Node("silu", "Mul", List.of("b", "gate"), List.of("c")),
                new Node("squeeze", "Mul", List.of("c", "gate"), List.of("d")),
                new Node("hard", "HardSigmoid", List.of("d"), List.of("e")),
                new Node("hardswish", "Mul", List.of("e", "d"), List.of("logits"))), bounds);
        assertThat(NaswotActivations.before(graph)).containsExactly("x", "b", "d");
        assertThat(NaswotActivations.before(MiniLm.graph())).hasSize(6);
    }

    @Test
    void unitsOfPaddingCountAsHalfAnAgreement() {
        NaswotCodes codes = new NaswotCodes(2);
        // Two tokens of two units; the second sample's second token is padding.
        codes.append(0, FloatBuffer.wrap(new float[] {1, -1, 2, 3}), new boolean[] {true, true});
        codes.append(1, FloatBuffer.wrap(new float[] {1, 1, 1, 1}), new boolean[] {true, false});
        assertThat(codes.kernel()[0]).containsExactly(4, 1 + 1);
        assertThat(codes.kernel()[1]).containsExactly(1 + 1, 2 + 1);
    }

    /** Activations of lengths around a word's, agreements counted unit by unit. */
    @Test
    void agreementsAreCountedOverActivationsOfAnyLength() {
        Random random = new Random(8);
        int samples = 4;
        double[][] expected = new double[samples][samples];
        NaswotCodes codes = new NaswotCodes(samples);
        for (int units : new int[] {1, 63, 64, 65, 128, 200}) {
            float[][] values = new float[samples][units];
            boolean[][] known = new boolean[samples][units];
            for (int i = 0; i < samples; i++) {
                for (int u = 0; u < units; u++) {
                    values[i][u] = (float) random.nextGaussian();
                    known[i][u] = random.nextInt(4) > 0;
                }
                codes.append(i, FloatBuffer.wrap(values[i]), known[i]);
            }
            for (int i = 0; i < samples; i++) {
                for (int j = 0; j < samples; j++) {
                    for (int u = 0; u < units; u++) {
                        boolean agree = values[i][u] > 0 == values[j][u] > 0;
                        expected[i][j] += known[i][u] && known[j][u] ? agree ? 1 : 0 : 0.5;
                    }
                }
            }
        }
        assertThat(codes.kernel()).isDeepEqualTo(expected);
    }

    @Test
    void aRealTextEncoderTellsSentencesApart() throws IOException {
        Graph graph = MiniLm.graph();
        List<Example> examples = new ArrayList<>();
        try (Dataset.Examples stream = MiniLm.sentences().open(Split.TRAIN)) {
            while (examples.size() < 9) {
                examples.add(stream.next());
            }
        }
        try (Preprocessor preprocessor = MiniLm.preprocessor()) {
            Chain.Inputs roles = MiniLm.chain().inputs();
            double distinct = score(graph, roles, preprocessor.encode(examples));
            assertThat(distinct).isFinite();
            examples.set(8, examples.get(0));
            double repeated = score(graph, roles, preprocessor.encode(examples));
            assertThat(repeated).isLessThan(distinct);
        }
    }

    private static double score(Graph graph, Batch... minibatches) {
        return score(graph, ProxyNets.ROLES, minibatches);
    }

    private static double score(Graph graph, Chain.Inputs roles, Batch... minibatches) {
        return Naswot.score(graph, roles, List.of(minibatches), Device.cpu(), Progress.SILENT).orElseThrow().value();
    }

    private static Graph twoLayers(String activation) {
        return ProxyNets.graph(2, List.of(new Node("m0", "MatMul", List.of("x", "w"), List.of("pre")),
                new Node("act", activation, List.of("pre"), List.of("post")),
                new Node("m1", "MatMul", List.of("post", "v"), List.of("logits"))),
                Map.of("w", FIRST, "v", Tensor.ofFloats(List.of(3L, 2L), 1, 2, 3, 4, 5, 6)));
    }
}
