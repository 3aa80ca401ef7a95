package dev.reassembly.model.compose;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A graph under construction. Nodes made here are named after the one tensor that they make. */
final class GraphDraft {
    final List<Node> nodes = new ArrayList<>();
    final Map<String, Tensor> initializers = new LinkedHashMap<>();

    /** Adds an operator and returns the tensor it makes, which is {@code output}. */
    String add(String output, String operator, List<String> inputs, Map<String, Attribute> attributes) {
        nodes.add(new Node(output, "", operator, inputs, List.of(output), attributes));
        return output;
    }

    String add(String output, String operator, String... inputs) {
        return add(output, operator, List.of(inputs), Map.of());
    }

    String transpose(String output, String input, Long... order) {
        return add(output, "Transpose", List.of(input), Map.of("perm", new Attribute.Ints(List.of(order))));
    }

    String longs(String name, long... values) {
        return put(name, Tensor.ofLongs(List.of((long) values.length), values));
    }

    String zeros(String name, Long... shape) {
        long n = List.of(shape).stream().reduce(1L, Math::multiplyExact);
        return put(name, Tensor.ofFloats(List.of(shape), new float[Math.toIntExact(n)]));
    }

    /** Independent normal values, the same for the same seed. */
    String normal(String name, long rows, long columns, double deviation, long seed) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(Math.multiplyExact(rows, columns))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return put(name, Tensor.ofFloats(List.of(rows, columns), values));
    }

    String identity(String name, long size) {
        float[] values = new float[Math.toIntExact(size * size)];
        for (int i = 0; i < size; i++) {
            values[(int) (i * size + i)] = 1;
        }
        return put(name, Tensor.ofFloats(List.of(size, size), values));
    }

    String put(String name, Tensor value) {
        initializers.put(name, value);
        return name;
    }
}
