package dev.reassembly.e2e;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes small networks with seeded random weights, node by node. */
final class GraphDraft {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Random random;
    private int count;

    GraphDraft(long seed) {
        random = new Random(seed);
    }

    String node(String operator, Map<String, Attribute> attributes, String... inputs) {
        String output = operator.toLowerCase(java.util.Locale.ROOT) + "_" + count++;
        nodes.add(new Node(output, "", operator, List.of(inputs), List.of(output), attributes));
        return output;
    }

    String node(String operator, String... inputs) {
        return node(operator, Map.of(), inputs);
    }

    /** Normal weights of the given standard deviation. */
    String weight(double deviation, long... shape) {
        float[] values = new float[Math.toIntExact(java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return constant(values, shape);
    }

    String constant(float[] values, long... shape) {
        String name = "w" + weights.size();
        weights.put(name, Tensor.ofFloats(java.util.Arrays.stream(shape).boxed().toList(), values));
        return name;
    }

    String integers(long... values) {
        String name = "i" + weights.size();
        weights.put(name, Tensor.ofLongs(List.of((long) values.length), values));
        return name;
    }

    String filled(float value, long... shape) {
        float[] values = new float[Math.toIntExact(java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        java.util.Arrays.fill(values, value);
        return constant(values, shape);
    }

    String conv(String x, int from, int to, int kernel, int stride) {
        long pad = (kernel - 1) / 2;
        return node("Conv", Map.of("strides", ints(stride, stride), "pads", ints(pad, pad, pad, pad)), x,
                weight(Math.sqrt(2.0 / (from * kernel * kernel)), to, from, kernel, kernel), filled(0, to));
    }

    String batchNorm(String x, int channels) {
        return node("BatchNormalization", x, filled(1, channels), filled(0, channels), filled(0, channels), filled(1, channels));
    }

    String linear(String x, int from, int to) {
        return node("Add", node("MatMul", x, weight(Math.sqrt(1.0 / from), from, to)), filled(0, to));
    }

    Graph graph(String name, long size, String output, long classes) {
        return new Graph(name, List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, 3L, size, size))),
                List.of(new ValueInfo(output, ElementType.FLOAT, List.of(-1L, classes))), nodes, weights);
    }

    static Attribute.Ints ints(long... values) {
        return new Attribute.Ints(java.util.Arrays.stream(values).boxed().toList());
    }
}
