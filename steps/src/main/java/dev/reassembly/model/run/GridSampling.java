package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A map read at the places of a grid, over any number of spatial axes: each place is a sum over neighbours, whose weights are
 * products over the axes. Gradients reach the map and, but for nearest neighbours, the grid.
 */
final class GridSampling {
    private static final double CUBIC = -0.75;

    private final String mode;
    private final String padding;
    private final boolean corners;

    private GridSampling(String mode, String padding, boolean corners) {
        this.mode = mode;
        this.padding = padding;
        this.corners = corners;
    }

    /** Neighbours along one axis: where they are, and what they count. Both have the shape [n, places]. */
    private record Tap(PtNDArray index, PtNDArray weight) {}

    static void register(OperatorTable table) {
        table.single("GridSample", GridSampling::bind);
        table.single("AffineGrid", GridSampling::affine, 1);
    }

    private static Function<Operands, PtNDArray> bind(Node node) {
        String mode = node.text("mode", "linear");
        String padding = node.text("padding_mode", "zeros");
        if (!List.of("linear", "nearest", "cubic").contains(mode)) {
            throw Refusal.of(node, " with mode '" + mode + "'");
        }
        if (!List.of("zeros", "border", "reflection").contains(padding)) {
            throw Refusal.of(node, " with padding_mode '" + padding + "'");
        }
        return new GridSampling(mode, padding, node.integer("align_corners", 0) != 0)::apply;
    }

    private PtNDArray apply(Operands x) {
        long[] dims = Operands.dims(x.get(0));
        long[] shape = Operands.dims(x.get(1));
        int axes = dims.length - 2;
        long places = Shapes.product(shape, 1, shape.length - 1);
        PtNDArray grid = JniUtils.reshape(x.get(1), new long[] {shape[0], places, axes});
        List<Tap> taps = List.of(new Tap(x.scalar(0, grid), x.scalar(1, grid)));
        for (int i = 0; i < axes; i++) {
            // The grid names the last axis first.
            PtNDArray along = JniUtils.squeeze(JniUtils.slice(grid, 2, axes - 1 - i, axes - i, 1), 2);
            List<Tap> next = new ArrayList<>();
            for (Tap near : neighbours(x, along, dims[i + 2])) {
                for (Tap tap : taps) {
                    PtNDArray index = JniUtils.add(JniUtils.mul(tap.index, x.scalar(dims[i + 2], grid)), near.index);
                    next.add(new Tap(index, JniUtils.mul(tap.weight, near.weight)));
                }
            }
            taps = next;
        }
        PtNDArray flat = JniUtils.reshape(x.get(0), new long[] {dims[0], dims[1], Shapes.product(dims, 2, dims.length)});
        Shape everywhere = new Shape(dims[0], dims[1], places);
        PtNDArray sum = null;
        for (Tap tap : taps) {
            PtNDArray index = JniUtils.broadcast(JniUtils.unsqueeze(Elementwise.convert(tap.index, DataType.INT64), 1), everywhere);
            PtNDArray part = JniUtils.mul(JniUtils.gather(flat, index, 2), JniUtils.unsqueeze(tap.weight, 1));
            sum = sum == null ? part : JniUtils.add(sum, part);
        }
        long[] result = Arrays.copyOf(dims, shape.length);
        System.arraycopy(shape, 1, result, 2, axes);
        return JniUtils.reshape(sum, result);
    }

    private List<Tap> neighbours(Operands x, PtNDArray along, long length) {
        PtNDArray wide = JniUtils.add(along, x.scalar(1, along));
        PtNDArray exact = corners ? JniUtils.mul(wide, x.scalar((length - 1) / 2.0, along))
                : JniUtils.sub(JniUtils.mul(wide, x.scalar(length / 2.0, along)), x.scalar(0.5, along));
        if (mode.equals("nearest")) {
            return List.of(tap(x, JniUtils.round(exact), x.filled(1, exact.getDataType(), Operands.dims(exact)), length));
        }
        PtNDArray floor = JniUtils.detachGradient(JniUtils.floor(exact));
        PtNDArray rest = JniUtils.sub(exact, floor);
        List<Tap> taps = new ArrayList<>();
        boolean cubic = mode.equals("cubic");
        for (int i = cubic ? -1 : 0; i <= (cubic ? 2 : 1); i++) {
            PtNDArray distance = JniUtils.abs(JniUtils.sub(rest, x.scalar(i, rest)));
            PtNDArray weight = cubic ? cubic(x, distance, i == 0 || i == 1) : JniUtils.sub(x.scalar(1, distance), distance);
            taps.add(tap(x, JniUtils.add(floor, x.scalar(i, floor)), weight, length));
        }
        return taps;
    }

    /** Keys' cubic convolution kernel within distance 1 or from 1 to 2. */
    private static PtNDArray cubic(Operands x, PtNDArray d, boolean near) {
        double[] factors = near ? new double[] {CUBIC + 2, -(CUBIC + 3), 0, 1} : new double[] {CUBIC, -5 * CUBIC, 8 * CUBIC, -4 * CUBIC};
        PtNDArray sum = x.scalar(factors[0], d);
        for (int i = 1; i < factors.length; i++) {
            sum = JniUtils.add(JniUtils.mul(sum, d), x.scalar(factors[i], d));
        }
        return sum;
    }

    private PtNDArray reflected(Operands x, PtNDArray at, long length) {
        double low = corners ? 0 : -0.5;
        double span = corners ? length - 1 : length;
        if (span == 0) {
            return JniUtils.mul(at, x.scalar(0, at));
        }
        PtNDArray distance = JniUtils.abs(JniUtils.sub(at, x.scalar(low, at)));
        PtNDArray folded = JniUtils.remainder(distance, x.scalar(2 * span, at));
        PtNDArray back = JniUtils.sub(x.scalar(2 * span, at), folded);
        return JniUtils.add(JniUtils.min(folded, back), x.scalar(low, at));
    }

    /** One element of the map; outside it is repeated, reflected or counts nothing. */
    private Tap tap(Operands x, PtNDArray index, PtNDArray weight, long length) {
        PtNDArray detached = JniUtils.detachGradient(index);
        if (padding.equals("reflection")) {
            return new Tap(JniUtils.clip(JniUtils.round(reflected(x, detached, length)), 0, length - 1), weight);
        }
        PtNDArray clipped = JniUtils.clip(detached, 0, length - 1);
        PtNDArray counted = padding.equals("border") ? weight
                : JniUtils.where(JniUtils.eq(clipped, detached), weight, x.scalar(0, weight));
        return new Tap(clipped, counted);
    }

    /** For each sample the places of a regular grid from -1 to 1, moved by its affine map. */
    private static Function<Operands, PtNDArray> affine(Node node) {
        boolean corners = node.integer("align_corners", 0) != 0;
        return x -> {
            long[] size = x.longs(1);
            int axes = size.length - 2;
            int places = (int) Shapes.product(size, 2, size.length);
            double[] regular = new double[places * (axes + 1)];
            for (int i = 0; i < places; i++) {
                long rest = i;
                for (int k = 0; k < axes; k++) {
                    long length = size[size.length - 1 - k];
                    long at = rest % length;
                    rest /= length;
                    regular[i * (axes + 1) + k] = corners ? length == 1 ? 0 : 2.0 * at / (length - 1) - 1 : (2.0 * at + 1) / length - 1;
                }
                regular[i * (axes + 1) + axes] = 1;
            }
            PtNDArray moved = JniUtils.matmul(x.ofReals(regular, places, axes + 1), JniUtils.transpose(x.get(0), 1, 2));
            long[] shape = new long[axes + 2];
            shape[0] = size[0];
            System.arraycopy(size, 2, shape, 1, axes);
            shape[axes + 1] = axes;
            return JniUtils.reshape(moved, shape);
        };
    }
}
