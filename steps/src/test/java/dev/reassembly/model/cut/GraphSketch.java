package dev.reassembly.model.cut;

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

/** Draws small graphs with random weights for tests. */
public final class GraphSketch {
    private final List<ValueInfo> inputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final Random random;

    public GraphSketch(long seed) {
        random = new Random(seed);
    }

    public String input(String name, ElementType type, Long... shape) {
        inputs.add(new ValueInfo(name, type, List.of(shape)));
        return name;
    }

    public String op(String output, String operator, Map<String, Attribute> attributes, String... in) {
        nodes.add(new Node(output + "/" + operator, "", operator, Arrays.asList(in), List.of(output), attributes));
        return output;
    }

    public String op(String output, String operator, String... in) {
        return op(output, operator, Map.of(), in);
    }

    public String weight(String name, long... shape) {
        long n = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        long fanIn = Math.max(1, n / shape[0]);
        float[] values = new float[(int) n];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
        }
        initializers.put(name, Tensor.ofFloats(Arrays.stream(shape).boxed().toList(), values));
        return name;
    }

    public String longs(String name, long... values) {
        initializers.put(name, Tensor.ofLongs(List.of((long) values.length), values));
        return name;
    }

    public String scalarLong(String name, long value) {
        initializers.put(name, Tensor.ofLongs(List.of(), value));
        return name;
    }

    public String scalar(String name, float value) {
        initializers.put(name, Tensor.ofFloats(List.of(), value));
        return name;
    }

    /** A k x k convolution with bias that keeps the grid for stride 1. */
    public String conv(String output, String in, int from, int to, int k, int stride, int group) {
        return op(output, "Conv", Map.of("kernel_shape", ints(k, k), "strides", ints(stride, stride), "group",
                new Attribute.Int(group),
                "pads", ints(k / 2, k / 2, k / 2, k / 2)), in, weight(output + ".w", to, from / group, k, k),
                        weight(output + ".b", to));
    }

    public String convRelu(String output, String in, int from, int to, int k, int stride) {
        return op(output, "Relu", conv(output + ".conv", in, from, to, k, stride, 1));
    }

    public String norm(String output, String in, int channels) {
        return op(output, "LayerNormalization", Map.of("axis", new Attribute.Int(-1)), in, weight(output + ".g", channels),
                weight(output + ".b", channels));
    }

    public String batchNorm(String output, String in, int channels) {
        initializers.put(output + ".variance", Tensor.ofFloats(List.of((long) channels), ones(channels)));
        return op(output, "BatchNormalization", in, weight(output + ".g", channels), weight(output + ".b", channels),
                weight(output + ".mean", channels), output + ".variance");
    }

    private static float[] ones(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1);
        return values;
    }

    /** A matrix product over the last axis, with bias. */
    public String linear(String output, String in, int from, int to) {
        return op(output, "Add", op(output + ".product", "MatMul", in, weight(output + ".w", from, to)),
                weight(output + ".b", to));
    }

    /** Self-attention without residual; {@code bias} is added to the scores unless it is null. */
    public String attention(String output, String in, int channels, int heads, String bias) {
        longs(output + ".split", 0, 0, heads, channels / heads);
        String q = head(output + ".q", in, output, channels, 0, 2, 1, 3);
        String k = head(output + ".k", in, output, channels, 0, 2, 3, 1);
        String v = head(output + ".v", in, output, channels, 0, 2, 1, 3);
        String scores = op(output + ".scores", "MatMul", q, k);
        String masked = bias == null ? scores : op(output + ".masked", "Add", scores, bias);
        String weights = op(output + ".weights", "Softmax", Map.of("axis", new Attribute.Int(-1)), masked);
        String mixed = op(output + ".mixed", "MatMul", weights, v);
        String rows = op(output + ".rows", "Transpose", Map.of("perm", ints(0, 2, 1, 3)), mixed);
        String joined = op(output + ".joined", "Reshape", rows, longs(output + ".join", 0, 0, channels));
        return linear(output, joined, channels, channels);
    }

    private String head(String output, String in, String attention, int channels, long... perm) {
        String split = op(output + ".heads", "Reshape", linear(output, in, channels, channels), attention + ".split");
        return op(output + ".t", "Transpose", Map.of("perm", ints(perm)), split);
    }

    public static Attribute.Ints ints(long... values) {
        return new Attribute.Ints(Arrays.stream(values).boxed().toList());
    }

    public Graph graph(String... outputs) {
        return new Graph("sketch", inputs, Arrays.stream(outputs).map(o -> new ValueInfo(o, ElementType.FLOAT, List.of()))
                .toList(),
                nodes, initializers);
    }
}
