package dev.reassembly.model.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The demo's encoders: real weights, two of them with twelve layers. */
class RealEncodersTest {
    private static final int LENGTH = 16;
    private static final Feature TOKENS = new Feature(Layout.TOKENS, 384, -1, 1, false);
    /** Two sentences of 9 and 6 tokens, the second padded. */
    private static final Map<String, Tensor> INPUTS = Map.of(
            "input_ids", Tensor.ofLongs(List.of(2L, 9L), 101, 2023, 3185, 2001, 2200, 2204, 1998, 2460, 102,
                    101, 9202, 2833, 1999, 2182, 102, 0, 0, 0),
            "attention_mask", Tensor.ofLongs(List.of(2L, 9L), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0),
            "token_type_ids", Tensor.ofLongs(List.of(2L, 9L), new long[18]));

    private record Model(Graph graph, Chain chain) {
        Part part(int from, int to) {
            return new Part(new BlockRef(chain.model(), from, to), graph, chain);
        }
    }

    private static final Map<String, Model> LOADED = new HashMap<>();

    @AfterAll
    static void forget() {
        LOADED.clear();
    }

    private static Model load(String name) {
        return LOADED.computeIfAbsent(name, RealEncodersTest::read);
    }

    private static Model read(String name) {
        Graph graph = OnnxReader.read(Path.of(System.getProperty("zoo"), name + ".onnx"), name);
        return new Model(graph, ChainBuilder.build(name, graph, new NominalInput.Text(LENGTH), null));
    }

    private static void assertLayers(Model model, int encoderLayers) {
        Chain chain = model.chain();
        assertThat(chain.inputs()).isEqualTo(new Chain.Inputs(null, "input_ids", "attention_mask", "token_type_ids"));
        assertThat(chain.layers()).hasSize(encoderLayers + 1);
        assertThat(chain.cuts().subList(1, chain.cuts().size())).allMatch(cut -> cut.feature().equals(TOKENS));
        assertThat(chain.cuts().get(encoderLayers + 1).tensor()).isEqualTo("last_hidden_state");
        assertThat(chain.parameters(0, encoderLayers + 1)).isEqualTo(Oracle.parameters(model.graph()) - unused(model.graph()));
        // Four projections and two feed-forward products a token, scores and mixture a pair of tokens.
        long perLayer = LENGTH * (4 * 384L * 384 + 2 * 384L * 1536) + 2L * LENGTH * LENGTH * 384;
        assertThat(chain.layers().get(0).flops()).isZero();
        assertThat(chain.layers().subList(1, encoderLayers + 1)).extracting(Layer::flops).containsOnly(perLayer);
        assertThat(chain.layers().get(2).name()).isEqualTo("encoder/layer.1");
        // Three tables, and a normalisation with its exponent and epsilon.
        assertThat(chain.layers().get(0).parameters()).isEqualTo((30522 + 512 + 2 + 2) * 384L + 2);
    }

    /** Float elements that no node reads. */
    private static long unused(Graph graph) {
        return graph.initializers().entrySet().stream().filter(e -> e.getValue().type().isFloating()
                && graph.nodes().stream().noneMatch(n -> n.inputs().contains(e.getKey())))
                        .mapToLong(e -> e.getValue().elements()).sum();
    }

    @Test
    void layersCutsAndCostsAreThePublishedArchitectures() {
        assertLayers(load("all-minilm-l6-v2"), 6);
        assertLayers(load("e5-small-v2"), 12);
        assertLayers(load("bge-small-en-v1.5"), 12);
    }

    @Test
    void aWholeEncoderSetFromFourBlocksComputesWhatItDid() throws Exception {
        Model minilm = load("all-minilm-l6-v2");
        Composition whole = Composer.compose(List.of(minilm.part(0, 2), minilm.part(2, 3), minilm.part(3, 5), minilm.part(5, 7)),
                List.of(false, false, false, false), new Head(2), 1);
        Map<String, Oracle.Value> ours = Oracle.onnxRuntime(whole.graph(), INPUTS, "b3/last_hidden_state", "head/pooled");
        float[] theirs = Oracle.onnxRuntime(minilm.graph(), INPUTS, "last_hidden_state").get("last_hidden_state").data();
        assertThat(ours.get("b3/last_hidden_state").data()).containsExactly(theirs, within(1e-6f));
        double mean = 0;
        for (int t = 0; t < 6; t++) {
            mean += theirs[(9 + t) * 384 + 100] / 6;
        }
        assertThat((double) ours.get("head/pooled").data()[384 + 100]).isCloseTo(mean, within(1e-5));
    }

    @Test
    void halvesOfTwoEncodersAgreeBetweenEngines() throws Exception {
        Model minilm = load("all-minilm-l6-v2");
        Model bge = load("bge-small-en-v1.5");
        List<Part> parts = new ArrayList<>(List.of(minilm.part(0, 4), bge.part(8, 13)));
        Composition mixed = Composer.compose(parts, List.of(false, true), new Head(2), 7);
        float[] oracle = Oracle.onnxRuntime(mixed.graph(), INPUTS, "logits").get("logits").data();
        assertThat(Oracle.engine(mixed.graph(), INPUTS, "logits").get("logits").data()).hasSize(4)
                .containsExactly(oracle, within(1e-4f));
        mixed.graph().initializers().forEach((name, value) -> {
            Graph source = name.startsWith("b0/") ? minilm.graph() : bge.graph();
            if (name.startsWith("b") && value.type().isFloating()) {
                assertThat(value).isSameAs(source.initializers().get(name.substring(3)));
            }
        });
        Map<String, Tensor> one = Map.of("input_ids", longs(1), "attention_mask", longs(1), "token_type_ids", longs(0));
        StitchCost stitch = StitchCost.of(new Stitch(TOKENS, TOKENS, false), LENGTH);
        assertThat(Oracle.flops(mixed.graph(), one)).isEqualTo(minilm.chain().flops(0, 4) + bge.chain().flops(8, 13)
                + stitch.flops()
                + HeadCost.of(TOKENS, new Head(2)).flops());
    }

    private static Tensor longs(long value) {
        long[] values = new long[LENGTH];
        Arrays.fill(values, value);
        return Tensor.ofLongs(List.of(1L, (long) LENGTH), values);
    }
}
