package dev.reassembly.finetune;

import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small composed networks of two blocks with random weights. */
final class ToyNetworks {
    private final Random random = new Random(3);
    final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    /** Convolution, batch normalisation and ReLU; a stitch over channels; the same again; global mean; head. */
    static Composition pictures() {
        return pictures(false);
    }

    /** The same, its last block sized by the picture's shape, as exporters write it for batches of any size. */
    static Composition picturesByShape() {
        return pictures(true);
    }

    private static Composition pictures(boolean byShape) {
        ToyNetworks toy = new ToyNetworks();
        toy.convolution("b0/", "image", 3, 8);
        toy.node("Transpose", "s1/last", Map.of("perm", ints(0, 2, 3, 1)), "b0/out");
        toy.affine("s1/", "s1/last", "s1/sum", 8, 6);
        toy.node("Transpose", "s1/out", Map.of("perm", ints(0, 3, 1, 2)), "s1/sum");
        toy.convolution("b1/", "s1/out", 6, 8);
        toy.node("GlobalAveragePool", "head/mean", Map.of(), "b1/out");
        if (byShape) {
            toy.weights.put("b1/first", Tensor.ofLongs(List.of(1L), 0));
            toy.weights.put("b1/rest", Tensor.ofLongs(List.of(1L), 8));
            toy.node("Shape", "b1/shape", Map.of(), "image");
            toy.node("Gather", "b1/batch", Map.of(), "b1/shape", "b1/first");
            toy.node("Concat", "b1/sizes", Map.of("axis", new Attribute.Int(0)), "b1/batch", "b1/rest");
            toy.node("Reshape", "head/pooled", Map.of(), "head/mean", "b1/sizes");
        } else {
            toy.node("Flatten", "head/pooled", Map.of(), "head/mean");
        }
        toy.affine("head/", "head/pooled", "logits", 8, 2);
        Graph graph = toy.graph(new ValueInfo("image", ElementType.FLOAT, List.of(-1L, 3L, 8L, 8L)));
        return new Composition(graph, List.of(new BlockRef("a", 0, 1), new BlockRef("b", 1, 2)), Arrays.asList(null, "b0/out"),
                Arrays.asList(null, "s1/last"), Arrays.asList(null, "s1/out"), List.of("b0/out", "b1/out"), "head/pooled",
                new Chain.Inputs("image", null, null, null));
    }

    /** An embedding; a stitch; a layer with tanh over tokens; the mean over unmasked tokens; head. */
    static Composition texts() {
        ToyNetworks toy = new ToyNetworks();
        toy.weight("b0/embedding", 1.0, 27, 8);
        toy.node("Gather", "b0/out", Map.of(), "b0/embedding", "ids");
        toy.affine("s1/", "b0/out", "s1/out", 8, 6);
        toy.affine("b1/", "s1/out", "b1/sum", 6, 6);
        toy.node("Tanh", "b1/out", Map.of(), "b1/sum");
        toy.weights.put("head/axis", Tensor.ofLongs(List.of(1L), 2));
        toy.weights.put("head/tokens", Tensor.ofLongs(List.of(1L), 1));
        toy.node("Cast", "head/mask", Map.of("to", new Attribute.Int(1)), "mask");
        toy.node("Unsqueeze", "head/column", Map.of(), "head/mask", "head/axis");
        toy.node("Mul", "head/masked", Map.of(), "b1/out", "head/column");
        toy.node("ReduceSum", "head/sum", Map.of("keepdims", new Attribute.Int(0)), "head/masked", "head/tokens");
        toy.node("ReduceSum", "head/count", Map.of("keepdims", new Attribute.Int(0)), "head/column", "head/tokens");
        toy.node("Div", "head/pooled", Map.of(), "head/sum", "head/count");
        toy.affine("head/", "head/pooled", "logits", 6, 2);
        Graph graph = toy.graph(new ValueInfo("ids", ElementType.INT64, List.of(-1L, -1L)),
                new ValueInfo("mask", ElementType.INT64, List.of(-1L, -1L)));
        return new Composition(graph, List.of(new BlockRef("a", 0, 1), new BlockRef("b", 1, 2)), Arrays.asList(null, "b0/out"),
                Arrays.asList(null, "b0/out"), Arrays.asList(null, "s1/out"), List.of("b0/out", "b1/out"), "head/pooled",
                new Chain.Inputs(null, "ids", "mask", null));
    }

    private void convolution(String prefix, String input, int from, int to) {
        weight(prefix + "kernel", Math.sqrt(2.0 / (9 * from)), to, from, 3, 3);
        node("Conv", prefix + "map", Map.of("pads", ints(1, 1, 1, 1)), input, prefix + "kernel");
        weights.put(prefix + "scale", constant(1, to));
        weights.put(prefix + "shift", constant(0, to));
        weights.put(prefix + "mean", constant(0, to));
        weights.put(prefix + "variance", constant(1, to));
        node("BatchNormalization", prefix + "norm", Map.of("momentum", new Attribute.Real(0.9f)), prefix + "map",
                prefix + "scale",
                prefix + "shift", prefix + "mean", prefix + "variance");
        node("Relu", prefix + "out", Map.of(), prefix + "norm");
    }

    private void affine(String prefix, String input, String output, int from, int to) {
        weight(prefix + "weight", 1 / Math.sqrt(from), from, to);
        weights.put(prefix + "bias", constant(0, to));
        node("MatMul", prefix + "product", Map.of(), input, prefix + "weight");
        node("Add", output, Map.of(), prefix + "product", prefix + "bias");
    }

    private void weight(String name, double deviation, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        weights.put(name, Tensor.ofFloats(Arrays.stream(shape).mapToObj(Long::valueOf).toList(), values));
    }

    private static Tensor constant(float value, int length) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return Tensor.ofFloats(List.of((long) length), values);
    }

    private void node(String operator, String output, Map<String, Attribute> attributes, String... inputs) {
        nodes.add(new Node(output, "", operator, List.of(inputs), List.of(output), attributes));
    }

    private Graph graph(ValueInfo... inputs) {
        return new Graph("toy", List.of(inputs), List.of(new ValueInfo("logits", ElementType.FLOAT, List.of(-1L, 2L))), nodes,
                weights);
    }

    private static Attribute ints(long... values) {
        return new Attribute.Ints(Arrays.stream(values).boxed().toList());
    }
}
