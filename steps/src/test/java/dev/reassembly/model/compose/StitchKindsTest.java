package dev.reassembly.model.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.cut.Sketches;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every pair of feature kinds, joined and run in ONNX Runtime and on the engine. */
class StitchKindsTest {
    private static final NominalInput PICTURE = new NominalInput.Image(3, 16, 16, Layout.NCHW);

    private record Model(String name, Graph graph, Chain chain) {
        Part part(int from, int to) {
            return new Part(new BlockRef(name, from, to), graph, chain);
        }
    }

    private static List<Model> models() {
        Map<String, Graph> graphs = new TreeMap<>();
        graphs.put("residual", Sketches.residual(1, 8, false));
        graphs.put("inverted", Sketches.inverted(true));
        graphs.put("last", Sketches.channelsLast(2, 8));
        graphs.put("last12", Sketches.channelsLast(3, 12));
        graphs.put("vit4", Sketches.vision(4, 2, 8, 4, true));
        graphs.put("vit2", Sketches.vision(5, 2, 12, 2, true));
        graphs.put("vit4plain", Sketches.vision(6, 2, 12, 4, false));
        graphs.put("perceptron", Sketches.perceptron(7, 10));
        List<Model> models = new ArrayList<>();
        graphs.forEach((name, graph) -> models.add(new Model(name, graph, ChainBuilder.build(name, graph, PICTURE, null))));
        return models;
    }

    static Map<String, Tensor> pictures(String input, int n, long seed) {
        float[] values = new float[n * 3 * 16 * 16];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Map.of(input, Tensor.ofFloats(List.of((long) n, 3L, 16L, 16L), values));
    }

    @Test
    void everyPairOfModelsJoins() throws Exception {
        List<Model> models = models();
        int joined = 0;
        for (Model a : models) {
            for (Model b : models) {
                Part first = a.part(0, 2);
                Part second = b.part(1, b.chain().layers().size());
                Feature from = first.exit().feature();
                Feature to = second.entry().feature();
                if (from.layout() == Layout.VECTOR && to.layout() != Layout.VECTOR) {
                    assertThat(StitchCost.isPossible(from, to)).isFalse();
                    assertThatThrownBy(() -> Composer.compose(List.of(first, second), List.of(false, true), new Head(3), 1))
                            .isInstanceOf(InvalidInputException.class).hasMessageContaining("stitch");
                } else {
                    check(first, second);
                    joined++;
                }
            }
        }
        assertThat(joined).isEqualTo(8 * 8 - 7);
    }

    private static void check(Part first, Part second) throws Exception {
        String pair = first.ref().model() + " to " + second.ref().model();
        Composition composition = Composer.compose(List.of(first, second), List.of(false, true), new Head(3), 1);
        Graph graph = jolted(composition.graph());
        String entry = composition.stitchLinearInputs().get(1);
        String exit = composition.stitchOutputs().get(1);
        Map<String, Tensor> inputs = pictures(first.chain().inputs().image(), 2, 9);
        Map<String, Oracle.Value> oracle = Oracle.onnxRuntime(graph, inputs, "logits", entry, exit, composition.pooled());
        Map<String, Oracle.Value> ours = Oracle.engine(graph, inputs, "logits", entry, exit, composition.pooled());
        for (String tensor : oracle.keySet()) {
            assertThat(ours.get(tensor).shape()).as("%s: %s", pair, tensor).isEqualTo(oracle.get(tensor).shape());
            assertThat(ours.get(tensor).data()).as("%s: %s", pair, tensor)
                    .containsExactly(oracle.get(tensor).data(), within(1e-4f));
        }
        assertThat(oracle.get("logits").shape()).isEqualTo(List.of(2L, 3L));
        assertThat(oracle.get(exit).shape()).as(pair).isEqualTo(shape(second.entry(), 2));
        assertLinear(pair, graph, second.entry().feature(), oracle.get(entry), oracle.get(exit));
        assertCosts(pair, first, second, composition.graph());
    }

    /** Biases, class tokens and identity weights made different from their starts, so that mistakes show. */
    private static Graph jolted(Graph graph) {
        Map<String, Tensor> changed = new HashMap<>();
        Random random = new Random(3);
        graph.initializers().forEach((name, value) -> {
            if (name.matches("s1/(weight|bias|class_token)")) {
                float[] values = new float[(int) value.elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                changed.put(name, Tensor.ofFloats(value.shape(), values));
            }
        });
        return graph.withInitializers(changed);
    }

    private static List<Long> shape(Cut cut, long n) {
        Feature f = cut.feature();
        return switch (f.layout()) {
            case NCHW -> List.of(n, f.channels(), f.height(), f.width());
            case NHWC -> List.of(n, f.height(), f.width(), f.channels());
            case TOKENS -> List.of(n, f.height(), f.channels());
            default -> List.of(n, f.channels());
        };
    }

    /** The output is the linear input times weight plus bias, by plain loops in double precision. */
    private static void assertLinear(String pair, Graph graph, Feature to, Oracle.Value in, Oracle.Value out) {
        Tensor weight = graph.initializers().get("s1/weight");
        Tensor bias = graph.initializers().get("s1/bias");
        int c = (int) (long) weight.shape().get(0);
        int d = (int) (long) weight.shape().get(1);
        boolean second = to.layout() == Layout.NCHW;
        int positions = in.data().length / c / 2;
        int added = out.data().length / d / 2 - positions;
        assertThat(added == 1).as(pair).isEqualTo(graph.initializers().containsKey("s1/class_token"));
        for (int n = 0; n < 2; n++) {
            for (int p = 0; p < positions; p++) {
                for (int k = 0; k < d; k++) {
                    double sum = bias.data().asFloatBuffer().get(k);
                    for (int i = 0; i < c; i++) {
                        sum += (double) in.data()[second ? (n * c + i) * positions + p : (n * positions + p) * c + i]
                                * weight.data().asFloatBuffer().get(i * d + k);
                    }
                    int at = second ? (n * d + k) * positions + p : (n * (positions + added) + added + p) * d + k;
                    assertThat((double) out.data()[at]).as(pair).isCloseTo(sum, within(1e-4));
                }
            }
            for (int k = 0; added == 1 && k < d; k++) {
                assertThat(out.data()[n * (positions + 1) * d + k]).as(pair)
                        .isEqualTo(graph.initializers().get("s1/class_token").data().asFloatBuffer().get(k));
            }
        }
    }

    private static void assertCosts(String pair, Part first, Part second, Graph graph) {
        StitchCost stitch = StitchCost.of(new Stitch(first.exit().feature(), second.entry().feature(), false), 0);
        HeadCost head = HeadCost.of(second.exit().feature(), new Head(3));
        assertThat(Oracle.parameters(graph)).as(pair).isEqualTo(first.chain().parameters(first.ref().from(), first.ref().to())
                + second.chain().parameters(second.ref().from(), second.ref().to()) + stitch.parameters() + head.parameters());
        assertThat(Oracle.flops(graph, pictures(first.chain().inputs().image(), 1, 1))).as(pair)
                .isEqualTo(first.chain().flops(first.ref().from(), first.ref().to())
                        + second.chain().flops(second.ref().from(), second.ref().to()) + stitch.flops() + head.flops());
    }
}
