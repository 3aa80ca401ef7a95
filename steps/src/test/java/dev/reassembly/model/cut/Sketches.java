package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import java.util.Map;

/** Small networks of the kinds that zoos hold. */
public final class Sketches {
    private Sketches() {}

    /** Stem, two residual blocks (the second halves the grid), pooling and classifier. */
    public static Graph residual(long seed, int c, boolean channelsLast) {
        GraphSketch s = new GraphSketch(seed);
        String in = channelsLast ? s.op("nchw", "Transpose", Map.of("perm", GraphSketch.ints(0, 3, 1, 2)),
                s.input("picture", ElementType.FLOAT, -1L, 16L, 16L, 3L))
                        : s.input("picture", ElementType.FLOAT, -1L, 3L, 16L, 16L);
        String x = s.op("stem", "MaxPool", Map.of("kernel_shape", GraphSketch.ints(2, 2), "strides", GraphSketch.ints(2, 2)),
                s.convRelu("stem.relu", in, 3, c, 3, 1));
        x = s.op("one", "Relu", s.op("one.sum", "Add", s.conv("one.b", s.convRelu("one.a", x, c, c, 3, 1), c, c, 3, 1, 1), x));
        x = s.op("two", "Relu", s.op("two.sum", "Add", s.conv("two.b", s.convRelu("two.a", x, c, 2 * c, 3, 2), 2 * c, 2 * c, 3,
                1, 1),
                s.conv("two.short", x, c, 2 * c, 1, 2, 1)));
        s.linear("logits", s.op("flat", "Flatten", s.op("mean", "GlobalAveragePool", x)), 2 * c, 4);
        return s.graph("logits");
    }

    /** Stem; depthwise and projection; inverted residual without and with shortcut; last convolution; classifier. */
    public static Graph inverted(boolean squeezeAndExcite) {
        GraphSketch s = new GraphSketch(2);
        String x = s.convRelu("stem", s.input("x", ElementType.FLOAT, -1L, 3L, 16L, 16L), 3, 8, 3, 2);
        x = s.conv("first", s.op("first.relu", "Relu", s.conv("first.dw", x, 8, 8, 3, 1, 8)), 8, 6, 1, 1, 1);
        x = bottleneck(s, "second", x, 6, 24, 10, 2, squeezeAndExcite);
        x = s.op("third", "Add", x, bottleneck(s, "third.out", x, 10, 40, 10, 1, squeezeAndExcite));
        x = s.convRelu("last", x, 10, 32, 1, 1);
        s.linear("logits", s.op("flat", "Flatten", s.op("mean", "GlobalAveragePool", x)), 32, 4);
        return s.graph("logits");
    }

    private static String bottleneck(GraphSketch s, String name, String in, int from, int wide, int to, int stride,
            boolean gate) {
        String x = s.convRelu(name + ".expand", in, from, wide, 1, 1);
        x = s.op(name + ".act", "Relu", s.conv(name + ".dw", x, wide, wide, 3, stride, wide));
        if (gate) {
            String g = s.convRelu(name + ".down", s.op(name + ".mean", "GlobalAveragePool", x), wide, 4, 1, 1);
            x = s.op(name + ".gated", "Mul", x, s.op(name + ".gate", "Sigmoid", s.conv(name + ".up", g, 4, wide, 1, 1, 1)));
        }
        return s.conv(name, x, wide, to, 1, 1, 1);
    }

    /** Stem, then a dense block of two layers that each see everything before, then a transition. */
    public static Graph dense() {
        GraphSketch s = new GraphSketch(3);
        Map<String, Attribute> channels = Map.of("axis", new Attribute.Int(1));
        String x = s.convRelu("stem", s.input("x", ElementType.FLOAT, -1L, 3L, 8L, 8L), 3, 8, 3, 1);
        String a = s.convRelu("a", x, 8, 4, 3, 1);
        String b = s.convRelu("b", s.op("xa", "Concat", channels, x, a), 12, 4, 3, 1);
        String all = s.op("xab", "Concat", channels, x, a, b);
        String t = s.op("half", "AveragePool", Map.of("kernel_shape", GraphSketch.ints(2, 2), "strides", GraphSketch.ints(2, 2)),
                s.convRelu("transition", all, 16, 8, 1, 1));
        s.linear("logits", s.op("flat", "Flatten", s.op("mean", "GlobalAveragePool", t)), 8, 4);
        return s.graph("logits");
    }

    /** Embeddings of words, positions and types, then encoder layers with a mask; normalised before or after. */
    public static Graph encoder(long seed, int layers, int c, boolean normFirst, String ids, String mask, String types) {
        GraphSketch s = new GraphSketch(seed);
        s.input(ids, ElementType.INT64, -1L, -1L);
        s.input(mask, ElementType.INT64, -1L, -1L);
        String shape = s.op("shape", "Shape", ids);
        String length = s.op("length", "Gather", Map.of("axis", new Attribute.Int(0)), shape, s.longs("second", 1));
        String positions = s.op("positions", "Slice", s.longs("all_positions", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), s.longs("zero", 0),
                length);
        String x = s.op("words", "Gather", s.weight("word_table", 50, c), ids);
        x = s.op("placed", "Add", x, s.op("places", "Gather", s.weight("place_table", 10, c), positions));
        if (types != null) {
            s.input(types, ElementType.INT64, -1L, -1L);
            x = s.op("typed", "Add", x, s.op("kinds", "Gather", s.weight("type_table", 2, c), types));
        }
        x = s.norm("embeddings", x, c);
        String real = s.op("real", "Cast", Map.of("to", new Attribute.Int(1)), mask);
        String wide = s.op("wide", "Unsqueeze", real, s.longs("mask_axes", 1, 2));
        String bias = s.op("bias", "Mul", s.op("hidden", "Sub", s.scalar("one", 1), wide), s.scalar("much", -1e4f));
        for (int i = 0; i < layers; i++) {
            String name = "layer" + i;
            if (normFirst) {
                x = s.op(name + ".mid", "Add", x, s.attention(name + ".att", s.norm(name + ".n1", x, c), c, 2, bias));
                x = s.op(name, "Add", x, feedForward(s, name, s.norm(name + ".n2", x, c), c));
            } else {
                x = s.norm(name + ".n1", s.op(name + ".mid", "Add", s.attention(name + ".att", x, c, 2, bias), x), c);
                x = s.norm(name, s.op(name + ".sum", "Add", feedForward(s, name, x, c), x), c);
            }
        }
        return s.graph(x);
    }

    private static String feedForward(GraphSketch s, String name, String x, int c) {
        return s.linear(name + ".ff2", s.op(name + ".act", "Relu", s.linear(name + ".ff1", x, c, 2 * c)), 2 * c, c);
    }

    /** A vision transformer on 16x16 pictures with a grid of patches and, maybe, a class token; ends in a vector. */
    public static Graph vision(long seed, int layers, int c, int patch, boolean classToken) {
        GraphSketch s = new GraphSketch(seed);
        int side = 16 / patch;
        String in = s.input("picture", ElementType.FLOAT, -1L, 3L, 16L, 16L);
        String map = s.op("patches", "Conv", Map.of("kernel_shape", GraphSketch.ints(patch, patch), "strides",
                GraphSketch.ints(patch, patch)), in, s.weight("patches.w", c, 3, patch, patch), s.weight("patches.b", c));
        String flat = s.op("flat", "Reshape", map, s.longs("flat_shape", 0, c, -1));
        String x = s.op("tokens", "Transpose", Map.of("perm", GraphSketch.ints(0, 2, 1)), flat);
        if (classToken) {
            String n = s.op("n", "Shape", Map.of("start", new Attribute.Int(0), "end", new Attribute.Int(1)), x);
            String shape = s.op("class_shape", "Concat", Map.of("axis", new Attribute.Int(0)), n, s.longs("one_c", 1, c));
            String token = s.op("class", "Expand", s.weight("class_weight", 1, 1, c), shape);
            x = s.op("with_class", "Concat", Map.of("axis", new Attribute.Int(1)), token, x);
        }
        x = s.op("placed", "Add", x, s.weight("places", 1, side * side + (classToken ? 1 : 0), c));
        for (int i = 0; i < layers; i++) {
            String name = "layer" + i;
            x = s.op(name + ".mid", "Add", x, s.attention(name + ".att", s.norm(name + ".n1", x, c), c, 2, null));
            x = s.op(name, "Add", x, feedForward(s, name, s.norm(name + ".n2", x, c), c));
        }
        x = s.norm("final", x, c);
        String first = s.op("first", "Gather", Map.of("axis", new Attribute.Int(1)), x, s.scalarLong("zero", 0));
        s.linear("logits", first, c, 4);
        return s.graph("logits");
    }

    /** Maps with channels last: a patch convolution, then two layers that mix channels only. */
    public static Graph channelsLast(long seed, int c) {
        GraphSketch s = new GraphSketch(seed);
        String map = s.op("patches", "Conv", Map.of("kernel_shape", GraphSketch.ints(4, 4), "strides", GraphSketch.ints(4, 4)),
                s.input("picture", ElementType.FLOAT, -1L, 3L, 16L, 16L), s.weight("patches.w", c, 3, 4, 4),
                        s.weight("patches.b", c));
        String x = s.norm("stem", s.op("nhwc", "Transpose", Map.of("perm", GraphSketch.ints(0, 2, 3, 1)), map), c);
        x = s.op("one", "Add", x, feedForward(s, "one", s.norm("one.n", x, c), c));
        x = s.op("two", "Add", x, feedForward(s, "two", s.norm("two.n", x, c), c));
        s.linear("logits", s.op("mean", "ReduceMean", Map.of("keepdims", new Attribute.Int(0)), x, s.longs("grid", 1, 2)), c, 4);
        return s.graph("logits");
    }

    /** A network of vectors alone. */
    public static Graph perceptron(long seed, int c) {
        GraphSketch s = new GraphSketch(seed);
        String x = s.op("flat", "Flatten", s.input("picture", ElementType.FLOAT, -1L, 3L, 16L, 16L));
        x = s.op("a", "Relu", s.linear("a.out", x, 768, c));
        x = s.op("b", "Relu", s.linear("b.out", x, c, c));
        return s.graph(s.op("c", "Relu", s.linear("c.out", x, c, c)));
    }

    /** A deep averaging network (Iyyer et al. 2015) without a mask: a layer on words, their mean, two layers on that. */
    public static Graph averaging(long seed, int c, String ids) {
        GraphSketch s = new GraphSketch(seed);
        s.input(ids, ElementType.INT64, -1L, -1L);
        String x = s.op("words", "Gather", s.weight("word_table", 50, c), ids);
        x = s.op("word_layer", "Tanh", s.linear("word_layer.out", x, c, c));
        x = s.op("mean", "ReduceMean", Map.of("keepdims", new Attribute.Int(0)), x, s.longs("tokens", 1));
        x = s.op("a", "Tanh", s.linear("a.out", x, c, c));
        return s.graph(s.op("b", "Tanh", s.linear("b.out", x, c, c)));
    }

    /** An export for a batch of one: a map goes through [rows, columns] and back, by constant shapes. */
    public static Graph forOneSample(long rows, long columns, long... map) {
        GraphSketch s = new GraphSketch(1);
        String a = s.convRelu("a", s.input("picture", ElementType.FLOAT, 1L, 3L, 16L, 16L), 3, 4, 3, 2);
        String flat = s.op("flat", "Reshape", a, s.longs("rows", rows, columns));
        String back = s.op("back", "Reshape", flat, s.longs("map", map));
        String again = s.op("again", "Reshape", s.op("sine", "Sin", flat), "map");
        String joined = s.op("joined", "Concat", Map.of("axis", new Attribute.Int(1)), back, again);
        return s.graph(s.convRelu("last", joined, 8, 4, 3, 1));
    }
}
