package dev.reassembly.model.run;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Averages, maxima and norms over windows and over whole maps. */
final class Pooling {
    private Pooling() {}

    static void register(OperatorTable table) {
        table.single("AveragePool", Pooling::average);
        table.multiple("MaxPool", Pooling::maximum);
        table.single("LpPool", Pooling::norm);
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
        table.single("GlobalLpPool", node -> x -> {
            double p = node.integer("p", 2);
            PtNDArray powers = power(x, JniUtils.abs(x.get(0)), p);
            return power(x, Reductions.sum(powers, IntStream.range(2, x.get(0).getShape().dimension()).toArray()), 1 / p);
        });
        table.single("MaxUnpool", Pooling::unpool, 2);
    }

    private static long[] kernel(Node node) {
        Window.check(node);
        if (node.integers("kernel_shape") == null) {
            throw Refusal.of(node, " without kernel_shape");
        }
        return Operands.array(node.integers("kernel_shape"));
    }

    /** The engine's pooling of a tensor of another rank gives a null pointer. */
    private static void requireAxes(PtNDArray value, long[] kernel) {
        if (value.getShape().dimension() != kernel.length + 2 || kernel.length < 1 || kernel.length > 3) {
            throw new IllegalArgumentException("a window over " + kernel.length + " axes needs a tensor of rank " + (kernel.length + 2)
                    + " and one to three axes");
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

    private static Operation maximum(Node node) {
        long[] kernel = kernel(node);
        boolean columns = node.integer("storage_order", 0) != 0;
        return x -> {
            PtNDArray value = x.get(0);
            requireAxes(value, kernel);
            Window window = Window.of(node, kernel);
            Window.Pads pads = window.pads(spatial(value));
            boolean positions = node.outputs().size() > 1 && !node.outputs().get(1).isEmpty();
            if (positions || window.dilated() || !Operands.isFloat(value)) {
                return Taps.maxima(x, window, fitted(value, window, pads, Taps.lowest(value)), Operands.dims(value), pads,
                        columns);
            }
            boolean inside = pads.symmetric() && node.integer("ceil_mode", 0) == 0
                    && IntStream.range(0, kernel.length).allMatch(i -> pads.begin()[i] * 2 <= kernel[i]);
            PtNDArray map = inside ? value : fitted(value, window, pads, Double.NEGATIVE_INFINITY);
            return List.of(JniUtils.maxPool(map, new Shape(kernel), new Shape(window.strides()),
                    new Shape(inside ? pads.begin() : new long[kernel.length]), false));
        };
    }

    private static Function<Operands, PtNDArray> average(Node node) {
        long[] kernel = kernel(node);
        boolean countPadding = node.integer("count_include_pad", 0) != 0;
        return x -> {
            PtNDArray value = x.get(0);
            requireAxes(value, kernel);
            Window window = Window.of(node, kernel);
            long[] size = spatial(value);
            Window.Pads pads = window.pads(size);
            PtNDArray mean = mean(x, window, fitted(value, window, pads, 0));
            for (int i = 0; i < kernel.length; i++) {
                double[] factors = factors(window, pads, i, size[i], countPadding);
                if (Arrays.stream(factors).anyMatch(f -> f != 1)) {
                    mean = JniUtils.mul(mean, x.ofReals(factors, Operands.along(i, factors.length, kernel.length)));
                }
            }
            return mean;
        };
    }

    /** The mean over each window of a map that they fill. */
    private static PtNDArray mean(Operands x, Window window, PtNDArray map) {
        if (!window.dilated()) {
            return JniUtils.avgPool(map, new Shape(window.kernel()), new Shape(window.strides()),
                    new Shape(new long[window.kernel().length]), false, true);
        }
        List<PtNDArray> taps = Taps.of(map, window);
        PtNDArray sum = taps.stream().reduce(JniUtils::add).orElseThrow();
        return JniUtils.div(sum, x.scalar(taps.size(), sum));
    }

    /** Kernel length by the number of counted elements, for each window along one axis. */
    private static double[] factors(Window window, Window.Pads pads, int axis, long size, boolean countPadding) {
        long first = countPadding ? -pads.begin()[axis] : 0;
        long behind = countPadding ? size + pads.end()[axis] : size;
        double[] factors = new double[(int) window.outputs(axis, size, pads)];
        for (int i = 0; i < factors.length; i++) {
            long from = i * window.strides()[axis] - pads.begin()[axis];
            long counted = IntStream.range(0, (int) window.kernel()[axis]).mapToLong(tap -> from + tap * window.dilations()[axis])
                    .filter(at -> at >= first && at < behind).count();
            factors[i] = (double) window.kernel()[axis] / counted;
        }
        return factors;
    }

    /** (sum of |x|^p)^(1/p) over each window; padding adds nothing. */
    private static Function<Operands, PtNDArray> norm(Node node) {
        long[] kernel = kernel(node);
        double p = node.integer("p", 2);
        return x -> {
            requireAxes(x.get(0), kernel);
            Window window = Window.of(node, kernel);
            PtNDArray powers = power(x, JniUtils.abs(x.get(0)), p);
            PtNDArray mean = mean(x, window, fitted(powers, window, window.pads(spatial(powers)), 0));
            return power(x, JniUtils.mul(mean, x.scalar(Shapes.product(kernel, 0, kernel.length), mean)), 1 / p);
        };
    }

    private static PtNDArray power(Operands x, PtNDArray value, double exponent) {
        if (exponent == 2) {
            return JniUtils.square(value);
        }
        return exponent == 0.5 ? JniUtils.sqrt(value) : JniUtils.pow(value, x.scalar(exponent, value));
    }

    /** Puts each element where a maximum came from, zeros elsewhere. */
    private static Function<Operands, PtNDArray> unpool(Node node) {
        long[] kernel = kernel(node);
        return x -> {
            requireAxes(x.get(0), kernel);
            long[] dims = Operands.dims(x.get(0));
            long[] plain = dims.clone();
            Window window = Window.of(node, kernel);
            Window.Pads pads = window.pads(spatial(x.get(0)));
            for (int i = 0; i < kernel.length; i++) {
                plain[i + 2] = (dims[i + 2] - 1) * window.strides()[i] + kernel[i] - pads.begin()[i] - pads.end()[i];
            }
            long[] wanted = x.has(2) ? x.longs(2) : plain;
            long count = Shapes.product(dims, 0, dims.length);
            PtNDArray zeros = x.filled(0, x.get(0).getDataType(), Shapes.product(wanted, 0, wanted.length));
            PtNDArray positions = Taps.moved(x, JniUtils.reshape(x.get(1), new long[] {count}), plain, wanted);
            PtNDArray spread = JniUtils.scatter(zeros, positions, JniUtils.reshape(x.get(0), new long[] {count}), 0);
            return JniUtils.reshape(spread, wanted);
        };
    }
}
