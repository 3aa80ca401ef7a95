package dev.reassembly.model.run;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Averages and maxima over windows and over whole maps. */
final class Pooling {
    private Pooling() {}

    static void register(OperatorTable table) {
        table.single("AveragePool", Pooling::average);
        table.single("MaxPool", Pooling::maximum);
        table.single("GlobalAveragePool", node -> x -> {
            int rank = x.get(0).getShape().dimension();
            return Reductions.mean(x, x.get(0), IntStream.range(2, rank).toArray());
        });
        table.single("GlobalMaxPool", node -> x -> {
            long[] dims = Operands.dims(x.get(0));
            PtNDArray flat = JniUtils.reshape(x.get(0), new long[] {dims[0], dims[1], Shapes.product(dims, 2, dims.length)});
            Arrays.fill(dims, 2, dims.length, 1);
            return JniUtils.reshape(JniUtils.max(flat, 2, true), dims);
        });
    }

    private static long[] kernel(Node node) {
        Window.check(node);
        if (node.integers("kernel_shape") == null) {
            throw Refusal.of(node, " without kernel_shape");
        }
        return Operands.array(node.integers("kernel_shape"));
    }

    private static void refuseDilation(Node node) {
        if (node.integers("dilations") != null && node.integers("dilations").stream().anyMatch(d -> d != 1)) {
            throw Refusal.of(node, " with dilations " + node.integers("dilations"));
        }
    }

    private static long[] spatial(PtNDArray value) {
        long[] dims = Operands.dims(value);
        return Arrays.copyOfRange(dims, 2, dims.length);
    }

    /** The map padded so that the windows fill it exactly; what no window reaches is cut off. */
    private static PtNDArray fitted(PtNDArray value, Window window, Window.Pads pads, double filling) {
        long[] size = spatial(value);
        long[] end = new long[size.length];
        for (int i = 0; i < size.length; i++) {
            long needed = (window.outputs(i, size[i], pads) - 1) * window.strides()[i] + window.reach(i);
            end[i] = needed - size[i] - pads.begin()[i];
        }
        return Padding.constant(value, pads.begin(), end, filling);
    }

    private static Function<Operands, PtNDArray> maximum(Node node) {
        long[] kernel = kernel(node);
        refuseDilation(node);
        return x -> {
            Window window = Window.of(node, kernel);
            PtNDArray value = x.get(0);
            Window.Pads pads = window.pads(spatial(value));
            boolean inside = pads.symmetric() && node.integer("ceil_mode", 0) == 0
                    && IntStream.range(0, kernel.length).allMatch(i -> pads.begin()[i] * 2 <= kernel[i]);
            PtNDArray map = inside ? value : fitted(value, window, pads, Double.NEGATIVE_INFINITY);
            return JniUtils.maxPool(map, new Shape(kernel), new Shape(window.strides()),
                    new Shape(inside ? pads.begin() : new long[kernel.length]), false);
        };
    }

    private static Function<Operands, PtNDArray> average(Node node) {
        long[] kernel = kernel(node);
        refuseDilation(node);
        boolean countPadding = node.integer("count_include_pad", 0) != 0;
        return x -> {
            Window window = Window.of(node, kernel);
            PtNDArray value = x.get(0);
            long[] size = spatial(value);
            Window.Pads pads = window.pads(size);
            PtNDArray map = fitted(value, window, pads, 0);
            PtNDArray mean = JniUtils.avgPool(map, new Shape(kernel), new Shape(window.strides()),
                    new Shape(new long[kernel.length]), false, true);
            for (int i = 0; i < kernel.length; i++) {
                double[] factors = factors(window, pads, i, size[i], countPadding);
                if (Arrays.stream(factors).anyMatch(f -> f != 1)) {
                    long[] along = new long[kernel.length];
                    Arrays.fill(along, 1);
                    along[i] = factors.length;
                    mean = JniUtils.mul(mean, x.ofReals(factors, along));
                }
            }
            return mean;
        };
    }

    /** Kernel length by the number of counted elements, for each window along one axis. */
    private static double[] factors(Window window, Window.Pads pads, int axis, long size, boolean countPadding) {
        long first = countPadding ? -pads.begin()[axis] : 0;
        long behind = countPadding ? size + pads.end()[axis] : size;
        double[] factors = new double[(int) window.outputs(axis, size, pads)];
        for (int i = 0; i < factors.length; i++) {
            long from = i * window.strides()[axis] - pads.begin()[axis];
            long counted = Math.min(from + window.reach(axis), behind) - Math.max(from, first);
            factors[i] = (double) window.reach(axis) / counted;
        }
        return factors;
    }
}
