package dev.reassembly.model.compose;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.cut.Sketches;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The first half of a network of one kind before the second half of another's, for each ordered pair of kinds. No two sides
 * have the same width, resolution or length.
 */
record Mixture(String name, Part first, Part second) {
    private static final NominalInput PICTURE = new NominalInput.Image(3, 16, 16, Layout.NCHW);
    private static final NominalInput TEXT = new NominalInput.Text(6);
    private static final Map<String, Part> SOURCES = new LinkedHashMap<>();
    private static final Map<String, Part> TARGETS = new LinkedHashMap<>();

    static {
        SOURCES.put("map", front(Sketches.residual(1, 8, false), PICTURE));
        SOURCES.put("channels-last map", front(Sketches.channelsLast(2, 10), PICTURE));
        SOURCES.put("class token", front(Sketches.vision(3, 2, 8, 4, true), PICTURE));
        SOURCES.put("tokens", front(Sketches.vision(4, 2, 12, 4, false), PICTURE));
        SOURCES.put("vector", front(Sketches.perceptron(5, 10), PICTURE));
        TARGETS.put("map", back(Sketches.inverted(true), PICTURE));
        TARGETS.put("channels-last map", back(Sketches.channelsLast(6, 6), PICTURE));
        TARGETS.put("class token", back(Sketches.vision(7, 2, 6, 2, true), PICTURE));
        TARGETS.put("tokens", back(Sketches.vision(8, 2, 4, 8, false), PICTURE));
        TARGETS.put("vector", back(Sketches.perceptron(9, 7), PICTURE));
    }

    private static Part front(Graph graph, NominalInput input) {
        Chain chain = ChainBuilder.build("first", graph, input, null);
        return new Part(new BlockRef("first", 0, 2), graph, chain);
    }

    private static Part back(Graph graph, NominalInput input) {
        return back(graph, input, 1, null);
    }

    private static Part back(Graph graph, NominalInput input, int from, String features) {
        Chain chain = ChainBuilder.build("second", graph, input, features);
        return new Part(new BlockRef("second", from, chain.layers().size()), graph, chain);
    }

    /** All pairs of picture kinds that a stitch can join, and those of texts. */
    static List<Mixture> joinable() {
        List<Mixture> mixtures = new ArrayList<>();
        SOURCES.forEach((from, first) -> TARGETS.forEach((to, second) -> {
            if (!from.equals("vector") || to.equals("vector")) {
                mixtures.add(new Mixture(from + " to " + to, first, second));
            }
        }));
        Part text = front(Sketches.encoder(10, 2, 8, false, "input_ids", "attention_mask", "token_type_ids"), TEXT);
        mixtures.add(new Mixture("text to text", text, back(Sketches.encoder(11, 2, 12, true, "ids", "my_mask", null), TEXT)));
        mixtures.addAll(textToVector(text));
        return mixtures;
    }

    /** With a mask and without; layers behind the mean over a text's tokens are found when {@code features} names their end. */
    private static List<Mixture> textToVector(Part text) {
        Part vector = back(Sketches.averaging(12, 5, "ids"), TEXT, 3, "b");
        return List.of(new Mixture("text to vector", text, vector),
                new Mixture("text without a mask to vector", front(Sketches.averaging(13, 7, "input_ids"), TEXT), vector));
    }

    static List<Mixture> impossible() {
        List<Mixture> mixtures = new ArrayList<>();
        TARGETS.forEach((to, second) -> {
            if (!to.equals("vector")) {
                mixtures.add(new Mixture("vector to " + to, SOURCES.get("vector"), second));
            }
        });
        return mixtures;
    }

    Composition compose() {
        return Composer.compose(List.of(first, second), List.of(false, true), new Head(3), 1);
    }

    /** Normal pictures, or texts of seven tokens of which every other sample has four. */
    Map<String, Tensor> samples(int n) {
        if (!first.readsText()) {
            return StitchKindsTest.pictures(first.chain().inputs().image(), n, 9);
        }
        long[] ids = new Random(2).longs(7L * n, 0, 50).toArray();
        long[] mask = new long[7 * n];
        Arrays.setAll(mask, i -> i / 7 % 2 == 0 || i % 7 < 4 ? 1 : 0);
        Map<String, Tensor> samples = new HashMap<>();
        List<Long> shape = List.of((long) n, 7L);
        samples.put("input_ids", Tensor.ofLongs(shape, ids));
        samples.put("attention_mask", Tensor.ofLongs(shape, mask));
        samples.put("token_type_ids", Tensor.ofLongs(shape, new long[7 * n]));
        samples.keySet().removeIf(name -> first.graph().inputs().stream().noneMatch(input -> input.name().equals(name)));
        return samples;
    }

    @Override
    public String toString() {
        return name;
    }
}
