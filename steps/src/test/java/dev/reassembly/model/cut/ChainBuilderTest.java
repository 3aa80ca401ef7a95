package dev.reassembly.model.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainBuilderTest {
    private static final NominalInput PICTURE = new NominalInput.Image(3, 16, 16, Layout.NCHW);

    private static Chain chain(Graph graph, NominalInput input) {
        return ChainBuilder.build("m", graph, input, null);
    }

    private static List<String> cuts(Chain chain) {
        return chain.cuts().stream().map(Cut::tensor).toList();
    }

    @Test
    void aResidualBlockIsOneLayerAndEndsAfterItsActivation() {
        Chain chain = chain(Sketches.residual(1, 8, false), PICTURE);
        assertThat(cuts(chain)).containsExactly("picture", "stem", "one", "two");
        assertThat(chain.cuts().get(3).feature()).isEqualTo(new Feature(Layout.NCHW, 16, 4, 4, false));
        assertThat(chain.layers()).extracting(Layer::parameters).containsExactly(224L, 2 * (576L + 8), 1152 + 16 + 2304 + 16
                + 128 + 16L);
        assertThat(chain.layers()).extracting(Layer::flops).containsExactly(256 * 216L, 64 * 2 * 576L, 16 * (1152 + 2304 + 128L));
        // The block's input, the inner convolution's output and the activation made from it: three maps of 8 x 8 x 8 floats.
        assertThat(chain.layers().get(1).activationBytes()).isEqualTo(3 * 8 * 64 * 4);
    }

    /** As ALBERT's layers do: one convolution, used three times. */
    @Test
    void layersThatShareMostOfTheirWeightsAreRefused() {
        GraphSketch s = new GraphSketch(5);
        String x = s.convRelu("stem", s.input("x", ElementType.FLOAT, -1L, 3L, 16L, 16L), 3, 8, 3, 1);
        s.weight("common", 8, 8, 3, 3);
        for (String name : List.of("one", "two", "three")) {
            x = s.op(name, "Relu", s.op(name + ".conv", "Conv", Map.of("pads", GraphSketch.ints(1, 1, 1, 1)), x, "common"));
        }
        s.linear("logits", s.op("flat", "Flatten", s.op("mean", "GlobalAveragePool", x)), 8, 4);
        Graph graph = s.graph("logits");
        assertThatThrownBy(() -> chain(graph, PICTURE)).isInstanceOf(InvalidInputException.class).hasMessage("model m: its layers share weights, common"
                + " among them: 576 of 800 parameters; at most a tenth may be shared, since each block would need a copy");
    }

    @Test
    void aTransposedInputBelongsToTheStem() {
        Chain chain = chain(Sketches.residual(1, 8, true), new NominalInput.Image(3, 16, 16, Layout.NHWC));
        assertThat(cuts(chain)).containsExactly("picture", "stem", "one", "two");
    }

    @Test
    void invertedResidualsAreWholeWithAndWithoutShortcutAndGate() {
        for (boolean gate : new boolean[] {false, true}) {
            assertThat(cuts(chain(Sketches.inverted(gate), PICTURE))).containsExactly("x", "stem", "first", "second", "third",
                    "last");
        }
    }

    @Test
    void aDenseBlockIsOneLayer() {
        assertThat(cuts(chain(Sketches.dense(), new NominalInput.Image(3, 8, 8, Layout.NCHW))))
                .containsExactly("x", "stem", "xab", "half");
    }

    @Test
    void denseLayersThatAddToTheLastConcatenationAreLayersEach() {
        GraphSketch s = new GraphSketch(1);
        Map<String, Attribute> channels = Map.of("axis", new Attribute.Int(1));
        String x = s.convRelu("stem", s.input("x", ElementType.FLOAT, -1L, 3L, 16L, 16L), 3, 8, 3, 1);
        for (int i = 0; i < 3; i++) {
            String before = s.op("before" + i, "Relu", x);
            x = s.op("joined" + i, "Concat", channels, x, s.conv("added" + i, before, 8 + 4 * i, 4, 3, 1, 1));
        }
        String transition = s.conv("transition", s.op("active", "Relu", s.batchNorm("normalised", x, 20)), 20, 8, 1, 1, 1);
        assertThat(cuts(chain(s.graph(transition), PICTURE))).containsExactly("x", "stem", "joined0", "joined1", "joined2", "transition");
    }

    @Test
    void aNormalisationThatTheNextShortcutReadsTooEndsTheLayer() {
        GraphSketch s = new GraphSketch(1);
        String x = s.convRelu("stem", s.input("x", ElementType.FLOAT, -1L, 3L, 16L, 16L), 3, 8, 3, 1);
        for (int i = 0; i < 2; i++) {
            x = s.batchNorm("end" + i, s.op("sum" + i, "Add", x, s.conv("conv" + i, x, 8, 8, 3, 1, 1)), 8);
        }
        assertThat(cuts(chain(s.graph(x), PICTURE))).containsExactly("x", "stem", "end0", "end1");
    }

    @Test
    void aLanguageModelsHeadIsNoLayer() {
        assertThat(cuts(chain(languageModel(50, 50), new NominalInput.Text(6)))).containsExactly("ids", "words", "normed");
        assertThat(cuts(chain(languageModel(50, 60), new NominalInput.Text(6)))).containsExactly("ids", "words", "layer", "last");
    }

    private static Graph languageModel(int words, int width) {
        GraphSketch s = new GraphSketch(1);
        String x = s.op("words", "Gather", s.weight("table", words, 8), s.input("ids", ElementType.INT64, -1L, -1L));
        x = s.norm("normed", s.op("layer", "Add", x, s.attention("attention", x, 8, 2, null)), 8);
        return s.graph(s.linear("last", x, 8, width));
    }

    @Test
    void anEncoderLayerIsAttentionWithItsFeedForward() {
        for (boolean normFirst : new boolean[] {false, true}) {
            Chain chain = chain(Sketches.encoder(1, 2, 8, normFirst, "input_ids", "attention_mask", "token_type_ids"),
                    new NominalInput.Text(6));
            assertThat(cuts(chain)).containsExactly("input_ids", "embeddings", "layer0", "layer1");
            assertThat(chain.layers()).extracting(Layer::name).containsExactly("embeddings", "layer0", "layer1");
            assertThat(chain.layers()).extracting(Layer::kind).containsExactly("Embedding", "Attention", "Attention");
            assertThat(chain.cuts().get(2).feature()).isEqualTo(new Feature(Layout.TOKENS, 8, -1, 1, false));
        }
    }

    @Test
    void inputsAreToldApartWithoutNames() {
        Chain chain = chain(Sketches.encoder(1, 1, 8, true, "b", "c", "a"), new NominalInput.Text(6));
        assertThat(chain.inputs()).isEqualTo(new Chain.Inputs(null, "b", "c", "a"));
        assertThat(chain(Sketches.encoder(1, 1, 8, true, "y", "x", null), new NominalInput.Text(6)).inputs())
                .isEqualTo(new Chain.Inputs(null, "y", "x", null));
    }

    @Test
    void aVisionTransformersStemIsOneLayerWithItsClassToken() {
        Chain chain = chain(Sketches.vision(1, 2, 8, 4, true), PICTURE);
        assertThat(cuts(chain)).containsExactly("picture", "placed", "layer0", "final");
        assertThat(chain.cuts().get(1).feature()).isEqualTo(new Feature(Layout.TOKENS, 8, 17, 1, true));
        Chain plain = chain(Sketches.vision(1, 2, 8, 4, false), PICTURE);
        assertThat(plain.cuts().get(1).feature()).isEqualTo(new Feature(Layout.TOKENS, 8, 16, 1, false));
    }

    @Test
    void theHeadBeginsWhereToldTo() {
        Chain chain = ChainBuilder.build("m", Sketches.residual(1, 8, false), PICTURE, "one");
        assertThat(cuts(chain)).containsExactly("picture", "stem", "one");
        assertThatThrownBy(() -> ChainBuilder.build("m", Sketches.residual(1, 8, false), PICTURE, "three"))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model m").hasMessageContaining("'three'");
        assertThatThrownBy(() -> ChainBuilder.build("m", Sketches.vision(1, 1, 8, 4, true), PICTURE, "layer0.att.scores"))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("layer0.att.scores");
    }

    @Test
    void reshapesForOneSampleAreFreedOrRefused() {
        assertThat(cuts(chain(Sketches.forOneSample(1, 256, 1, 4, 8, 8), PICTURE))).containsExactly("picture", "joined", "last");
        assertThat(cuts(chain(Sketches.forOneSample(1, 256, 1, -1, 8, 8), PICTURE))).containsExactly("picture", "joined", "last");
        assertThatThrownBy(() -> chain(Sketches.forOneSample(4, 64, 1, 4, 8, 8), PICTURE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("model m").hasMessageContaining("batch");
    }

    @Test
    void mistakesNameTheModel() {
        Graph residual = Sketches.residual(1, 8, false);
        assertThatThrownBy(() -> chain(residual, new NominalInput.Image(3, 20, 20, Layout.NCHW)))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model m").hasMessageContaining("[1, 3, 20, 20]");
        assertThatThrownBy(() -> chain(residual, new NominalInput.Text(8)))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model m");
        Graph broken = residual.withInitializers(Map.of("two.a.conv.b", Tensor.ofFloats(List.of(16L), filled(16, Float.NaN))));
        assertThatThrownBy(() -> chain(broken, PICTURE)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two.a.conv.b").hasMessageContaining("NaN");
        assertThatThrownBy(() -> chain(uncut(), PICTURE)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("model m").hasMessageContaining("exactly one tensor");
        assertThatThrownBy(() -> chain(residual, PICTURE).requireBlocks(4)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 layers").hasMessageContaining("4 blocks");
    }

    private static float[] filled(int n, float value) {
        float[] values = new float[n];
        Arrays.fill(values, value);
        return values;
    }

    /** Two ways from the input that never meet. */
    private static Graph uncut() {
        GraphSketch s = new GraphSketch(1);
        String x = s.input("x", ElementType.FLOAT, -1L, 3L, 16L, 16L);
        return s.graph(s.convRelu("a", x, 3, 4, 3, 1), s.convRelu("b", x, 3, 4, 3, 1));
    }

    @Test
    void fiveThousandNodesAreNoTrouble() {
        GraphSketch s = new GraphSketch(1);
        String x = s.input("x", ElementType.FLOAT, -1L, 4L, 16L, 16L);
        for (int i = 0; i < 1250; i++) {
            String y = s.op("y" + i, "Conv", x, s.weight("w" + i, 4, 4, 1, 1));
            x = s.op("x" + i, "Relu", s.op("s" + i, "Add", s.op("r" + i, "Relu", y), x));
        }
        Chain chain = chain(s.graph(x), new NominalInput.Image(4, 16, 16, Layout.NCHW));
        assertThat(chain.layers()).hasSize(1250);
    }
}
