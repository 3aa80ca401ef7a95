package dev.reassembly.model.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.cut.Sketches;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComposerTest {
    private static final NominalInput PICTURE = new NominalInput.Image(3, 16, 16, Feature.Layout.NCHW);
    private static final NominalInput TEXT = new NominalInput.Text(6);

    private static Part part(Graph graph, NominalInput input, int from, int to) {
        Chain chain = ChainBuilder.build(graph.name(), graph, input, null);
        return new Part(new BlockRef(graph.name(), from, to), graph, chain);
    }

    private static Graph named(String name, Graph graph) {
        return new Graph(name, graph.inputs(), graph.outputs(), graph.nodes(), graph.initializers());
    }

    @Test
    void aParentSetFromItsOwnBlocksComputesWhatItDid() throws Exception {
        Graph parent = Sketches.residual(1, 8, false);
        Map<String, Tensor> inputs = StitchKindsTest.pictures("picture", 2, 4);
        Composition whole = Composer.compose(List.of(part(parent, PICTURE, 0, 1), part(parent, PICTURE, 1, 2),
                part(parent, PICTURE, 2, 3)),
                List.of(false, false, false), new Head(4), 1);
        float[] theirs = Oracle.onnxRuntime(parent, inputs, "mean").get("mean").data();
        assertThat(Oracle.onnxRuntime(whole.graph(), inputs, whole.pooled()).get(whole.pooled()).data())
                .containsExactly(theirs, within(1e-6f));
        assertThat(whole.stitchInputs()).containsExactly(null, "b0/stem", "b1/one");
        assertThat(whole.stitchOutputs()).isEqualTo(whole.stitchInputs());
        assertThat(whole.stitchLinearInputs()).containsExactly(null, null, null);
        assertThat(whole.graph().initializers().keySet()).noneMatch(name -> name.startsWith("s"));
        assertThat(whole.graph().outputs()).containsExactly(new ValueInfo("logits", ElementType.FLOAT, List.of(-1L, 4L)));
    }

    @Test
    void aModelExportedForOneSampleRunsOnBatches() throws Exception {
        Graph parent = Sketches.forOneSample(1, 256, 1, -1, 8, 8);
        Composition whole = Composer.compose(List.of(part(parent, PICTURE, 0, 1), part(parent, PICTURE, 1, 2)),
                List.of(false, false),
                new Head(4), 1);
        Map<String, Tensor> two = StitchKindsTest.pictures("picture", 2, 4);
        float[] together = Oracle.onnxRuntime(whole.graph(), two, "b1/last").get("b1/last").data();
        for (int i = 0; i < 2; i++) {
            float[] picture = Arrays.copyOfRange(floats(two.get("picture")), i * 768, (i + 1) * 768);
            Map<String, Tensor> one = Map.of("picture", Tensor.ofFloats(List.of(1L, 3L, 16L, 16L), picture));
            float[] alone = Oracle.onnxRuntime(parent, one, "last").get("last").data();
            assertThat(Arrays.copyOfRange(together, i * alone.length, (i + 1) * alone.length))
                    .containsExactly(alone, within(1e-6f));
        }
    }

    @Test
    void weightsAreTheSourcesOwn() {
        Graph parent = Sketches.residual(1, 8, false);
        Composition composed = Composer.compose(List.of(part(parent, PICTURE, 0, 1), part(parent, PICTURE, 2, 3)),
                List.of(false, true),
                new Head(4), 1);
        composed.graph().initializers().forEach((name, value) -> {
            if (name.startsWith("b")) {
                assertThat(value).isSameAs(parent.initializers().get(name.substring(3)));
            }
        });
        assertThat(composed.graph().initializers()).containsKeys("b0/stem.relu.conv.w", "b1/two.short.w")
                .doesNotContainKey("b1/one.a.conv.w");
    }

    @Test
    void nodesOfBlocksTellTheOperatorSetOfTheirFile() {
        Graph one = ofOpset(11, Sketches.forOneSample(1, 256, 1, -1, 8, 8));
        Graph other = named("other", ofOpset(17, Sketches.residual(1, 8, false)));
        Graph composed = Composer.compose(List.of(part(one, PICTURE, 0, 2), part(other, PICTURE, 1, 3)), List.of(false, true),
                new Head(4), 1).graph();
        Map<String, Integer> expected = Map.of("b0", 11, "s1", Graph.OPSET, "b1", 17, "head", Graph.OPSET);
        Set<String> parts = new HashSet<>();
        composed.nodes().stream().filter(node -> node.name().contains("/")).forEach(node -> {
            String part = node.name().substring(0, node.name().indexOf('/'));
            assertThat(node.opset()).as(node.name()).isEqualTo(expected.get(part));
            parts.add(part);
        });
        assertThat(parts).containsExactlyInAnyOrderElementsOf(expected.keySet());
    }

    private static Graph ofOpset(int opset, Graph graph) {
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.nodes().stream().map(node -> node.withOpset(opset))
                .toList(), graph.initializers());
    }

    @Test
    void aStitchBetweenEquallyWideFeaturesStartsAsTheIdentity() throws Exception {
        Graph parent = Sketches.vision(1, 2, 8, 4, true);
        Map<String, Tensor> inputs = StitchKindsTest.pictures("picture", 2, 4);
        Composition composed = Composer.compose(List.of(part(parent, PICTURE, 0, 2), part(parent, PICTURE, 2, 3)),
                List.of(false, true),
                new Head(4), 1);
        String exit = composed.stitchOutputs().get(1);
        Map<String, Oracle.Value> values = Oracle.onnxRuntime(composed.graph(), inputs, exit, "b0/layer0", "b1/final");
        assertThat(values.get(exit).data()).containsExactly(values.get("b0/layer0").data(), within(1e-6f));
        assertThat(values.get("b1/final").data()).containsExactly(Oracle.onnxRuntime(parent, inputs, "final").get("final")
                .data(), within(1e-5f));
    }

    @Test
    void startsAreTheSameForTheSameSeedAndSpreadAsDocumented() {
        Graph a = Sketches.residual(1, 32, false);
        Graph b = named("other", Sketches.residual(2, 48, false));
        List<Part> parts = List.of(part(a, PICTURE, 0, 3), part(b, PICTURE, 1, 3));
        Map<String, Tensor> one = Composer.compose(parts, List.of(false, true), new Head(40), 1).graph().initializers();
        Map<String, Tensor> again = Composer.compose(parts, List.of(false, true), new Head(40), 1).graph().initializers();
        Map<String, Tensor> two = Composer.compose(parts, List.of(false, true), new Head(40), 2).graph().initializers();
        assertThat(floats(one.get("s1/weight"))).isEqualTo(floats(again.get("s1/weight")))
                .isNotEqualTo(floats(two.get("s1/weight")));
        assertThat(deviation(one.get("s1/weight"))).isCloseTo(1 / Math.sqrt(64), within(0.01));
        assertThat(deviation(one.get("head/weight"))).isCloseTo(0.02, within(0.001));
        assertThat(floats(one.get("head/bias"))).containsOnly(0);
        assertThat(floats(one.get("s1/bias"))).containsOnly(0);
    }

    private static float[] floats(Tensor tensor) {
        FloatBuffer buffer = tensor.data().asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static double deviation(Tensor tensor) {
        double sum = 0;
        for (float value : floats(tensor)) {
            sum += value * value;
        }
        return Math.sqrt(sum / tensor.elements());
    }

    @Test
    void textBlocksGetTheFirstModelsInputsByRole() throws Exception {
        Graph first = named("first", Sketches.encoder(1, 2, 8, false, "input_ids", "attention_mask", "token_type_ids"));
        Graph second = named("second", asInt32(Sketches.encoder(2, 2, 12, true, "a", "b", null)));
        Composition composed = Composer.compose(List.of(part(first, TEXT, 0, 2), part(second, TEXT, 1, 3)), List.of(false, true),
                new Head(3), 1);
        Map<String, Tensor> padded = text(List.of("input_ids", "attention_mask", "token_type_ids"),
                new long[] {5, 6, 7, 0, 0, 9, 8, 7, 6, 5}, new long[] {1, 1, 1, 0, 0, 1, 1, 1, 1, 1}, new long[10]);
        float[] logits = Oracle.onnxRuntime(composed.graph(), padded, "logits").get("logits").data();
        assertThat(Oracle.engine(composed.graph(), padded, "logits").get("logits").data()).containsExactly(logits, within(1e-5f));
        Map<String, Tensor> alone = new HashMap<>();
        alone.put("input_ids", Tensor.ofLongs(List.of(1L, 3L), 5, 6, 7));
        alone.put("attention_mask", Tensor.ofLongs(List.of(1L, 3L), 1, 1, 1));
        alone.put("token_type_ids", Tensor.ofLongs(List.of(1L, 3L), 0, 0, 0));
        assertThat(Oracle.onnxRuntime(composed.graph(), alone, "logits").get("logits").data())
                .containsExactly(Arrays.copyOf(logits, 3), within(1e-5f));
    }

    @Test
    void aMaskThatTheFirstModelDoesNotHaveIsAllOnes() throws Exception {
        Graph masked = named("first", Sketches.encoder(1, 1, 8, false, "ids", "mask", null));
        Graph first = withoutMask(masked);
        Graph second = named("second", Sketches.encoder(2, 2, 12, true, "a", "b", null));
        Composition with = Composer.compose(List.of(part(masked, TEXT, 0, 1), part(second, TEXT, 1, 3)), List.of(false, true),
                new Head(3), 1);
        Composition without = Composer.compose(List.of(part(first, TEXT, 0, 1), part(second, TEXT, 1, 3)), List.of(false, true),
                new Head(3), 1);
        assertThat(without.roles()).isEqualTo(new Chain.Inputs(null, "ids", null, null));
        Map<String, Tensor> ids = text(List.of("ids"), new long[] {1, 2, 3, 4});
        float[] expected = Oracle.onnxRuntime(with.graph(), text(List.of("ids", "mask"), new long[] {1, 2, 3, 4},
                new long[] {1, 1, 1, 1}), "logits").get("logits").data();
        assertThat(Oracle.onnxRuntime(without.graph(), ids, "logits").get("logits").data())
                .containsExactly(expected, within(1e-6f));
        assertThat(Oracle.engine(without.graph(), ids, "logits").get("logits").data()).containsExactly(expected, within(1e-5f));
    }

    private static Map<String, Tensor> text(List<String> names, long[]... values) {
        Map<String, Tensor> inputs = new HashMap<>();
        int n = values[0].length > 9 ? 2 : 1;
        for (int i = 0; i < names.size(); i++) {
            inputs.put(names.get(i), Tensor.ofLongs(List.of((long) n, (long) values[i].length / n), values[i]));
        }
        return inputs;
    }

    private static Graph asInt32(Graph graph) {
        List<ValueInfo> inputs = graph.inputs().stream().map(i -> new ValueInfo(i.name(), ElementType.INT32, i.shape())).toList();
        return new Graph(graph.name(), inputs, graph.outputs(), graph.nodes(), graph.initializers());
    }

    /** The sketch's embeddings only: the mask is read by its attention layers alone. */
    private static Graph withoutMask(Graph graph) {
        List<ValueInfo> inputs = graph.inputs().stream().filter(i -> i.name().equals("ids")).toList();
        return new Graph(graph.name(), inputs, List.of(new ValueInfo("embeddings", ElementType.FLOAT, List.of(-1L, -1L, 8L))),
                graph.nodes().subList(0, graph.nodes().stream().map(n -> n.outputs().get(0)).toList().indexOf("embeddings") + 1),
                graph.initializers());
    }

    @Test
    void refusesWhatDoesNotFit() {
        Part picture = part(Sketches.residual(1, 8, false), PICTURE, 0, 2);
        Part later = part(named("later", Sketches.residual(2, 8, false)), PICTURE, 1, 3);
        Part text = part(named("text", Sketches.encoder(1, 2, 8, false, "i", "m", null)), TEXT, 1, 3);
        assertThatThrownBy(() -> Composer.compose(List.of(picture, text), List.of(false, true), new Head(2), 1))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model text");
        assertThatThrownBy(() -> Composer.compose(List.of(later), List.of(false), new Head(2), 1))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model later");
        assertThatThrownBy(() -> Composer.compose(List.of(picture, picture), List.of(false, true), new Head(2), 1))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("first");
        assertThatThrownBy(() -> Composer.compose(List.of(picture, later), List.of(false, false), new Head(2), 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("stitch");
    }
}
