package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Reductions over axes, and positions of extremes. */
final class Reductions {
    private Reductions() {}

    /** Reduces axis {@code axis} of a tensor, keeping it with length 1. */
    private interface AlongAxis {
        PtNDArray reduce(PtNDArray array, int axis);
    }

    static void register(OperatorTable table) {
        UnaryOperator<PtNDArray> same = Elementwise::alias;
        sums(table, "ReduceSum", same, same);
        sums(table, "ReduceSumSquare", JniUtils::square, same);
        sums(table, "ReduceL1", JniUtils::abs, same);
        sums(table, "ReduceL2", JniUtils::square, JniUtils::sqrt);
        sums(table, "ReduceLogSum", same, JniUtils::log);
        reduction(table, "ReduceMean", Reductions::mean);
        reduction(table, "ReduceLogSumExp", Reductions::logSumExp);
        reduction(table, "ReduceMax", Reductions::max);
        reduction(table, "ReduceMin", (x, value, axes) -> isEmpty(value, axes) ? ofNothing(x, value, axes, Double.POSITIVE_INFINITY)
                : merged(value, axes, (a, axis) -> JniUtils.min(a, axis, true)));
        reduction(table, "ReduceProd", (x, value, axes) -> merged(value, axes,
                (a, axis) -> Elementwise.convert(JniUtils.prod(a, axis, true), a.getDataType())));
        table.single("ArgMax", node -> position(node, true));
        table.single("ArgMin", node -> position(node, false));
    }

    /** A reduction that keeps the reduced axes with length 1. */
    private interface Reduction {
        PtNDArray reduce(Operands x, PtNDArray value, int[] axes);
    }

    private static void sums(OperatorTable table, String operator, UnaryOperator<PtNDArray> before,
            UnaryOperator<PtNDArray> after) {
        reduction(table, operator, (x, value, axes) -> after.apply(sum(before.apply(value), axes)));
    }

    private static void reduction(OperatorTable table, String operator, Reduction reduction) {
        table.single(operator, node -> {
            boolean keep = node.integer("keepdims", 1) != 0;
            boolean nothing = node.integer("noop_with_empty_axes", 0) != 0;
            return x -> {
                PtNDArray value = x.get(0);
                int rank = value.getShape().dimension();
                long[] given = x.has(1) ? x.longs(1) : new long[0];
                if (given.length == 0 && nothing) {
                    return reduction.reduce(x, value, new int[0]);
                }
                int[] axes = given.length == 0 ? IntStream.range(0, rank).toArray() : Operands.axes(given, rank);
                PtNDArray reduced = reduction.reduce(x, value, axes);
                return keep ? reduced : JniUtils.reshape(reduced, without(Operands.dims(reduced), axes));
            };
        }, 1);
    }

    private static PtNDArray max(Operands x, PtNDArray value, int... axes) {
        return isEmpty(value, axes) ? ofNothing(x, value, axes, Double.NEGATIVE_INFINITY)
                : merged(value, axes, (a, axis) -> JniUtils.max(a, axis, true));
    }

    private static boolean isEmpty(PtNDArray value, int... axes) {
        return count(Operands.dims(value), axes) == 0;
    }

    /** The extreme over no elements, which is an infinity. */
    private static PtNDArray ofNothing(Operands x, PtNDArray value, int[] axes, double extreme) {
        boolean logical = value.getDataType() == DataType.BOOLEAN;
        if (!Operands.isFloat(value) && !logical) {
            throw new IllegalArgumentException("there is no extreme of no integers");
        }
        long[] dims = Operands.dims(value);
        for (int axis : axes) {
            dims[axis] = 1;
        }
        return x.filled(logical ? Math.signum(extreme) * 0.5 + 0.5 : extreme, value.getDataType(), dims);
    }

    /** The sum over axes, kept with length 1; integers stay of their type. */
    static PtNDArray sum(PtNDArray value, int... axes) {
        if (axes.length == 0) {
            return Elementwise.alias(value);
        }
        PtNDArray sum = JniUtils.sum(value, Arrays.stream(axes).asLongStream().toArray(), true);
        return Elementwise.convert(sum, value.getDataType());
    }

    /** The mean over axes, kept with length 1. */
    static PtNDArray mean(Operands x, PtNDArray value, int... axes) {
        if (axes.length == 1 && Operands.isFloat(value)) {
            return JniUtils.mean(value, axes[0], true);
        }
        PtNDArray sum = sum(value, axes);
        return Arithmetic.divide(x, sum, x.scalar(count(Operands.dims(value), axes), sum));
    }

    private static PtNDArray logSumExp(Operands x, PtNDArray value, int[] axes) {
        // Shifted by the maximum, which takes no part in the gradient: its contributions cancel. An infinite maximum is not
        // shifted by, else infinities would turn into NaN.
        PtNDArray max = max(x, value, axes);
        PtNDArray shift = JniUtils.detachGradient(JniUtils.where(JniUtils.isInf(max), x.scalar(0, max), max));
        return JniUtils.add(JniUtils.log(sum(JniUtils.exp(JniUtils.sub(value, shift)), axes)), shift);
    }

    private static long count(long[] dims, int[] axes) {
        return Arrays.stream(axes).mapToLong(a -> dims[a]).reduce(1, (a, b) -> a * b);
    }

    private static long[] without(long[] dims, int[] axes) {
        return IntStream.range(0, dims.length).filter(i -> Arrays.binarySearch(axes, i) < 0).mapToLong(i -> dims[i]).toArray();
    }

    /** Reduces several axes at once by moving them behind the others and joining them. */
    private static PtNDArray merged(PtNDArray value, int[] axes, AlongAxis reduction) {
        if (axes.length == 0) {
            return Elementwise.alias(value);
        }
        if (axes.length == 1) {
            return reduction.reduce(value, axes[0]);
        }
        long[] dims = Operands.dims(value);
        int[] others = IntStream.range(0, dims.length).filter(i -> Arrays.binarySearch(axes, i) < 0).toArray();
        long[] order = IntStream.concat(Arrays.stream(others), Arrays.stream(axes)).asLongStream().toArray();
        long[] joined = new long[others.length + 1];
        for (int i = 0; i < others.length; i++) {
            joined[i] = dims[others[i]];
        }
        joined[others.length] = count(dims, axes);
        PtNDArray reduced = reduction.reduce(JniUtils.reshape(JniUtils.permute(value, order), joined), others.length);
        for (int axis : axes) {
            dims[axis] = 1;
        }
        return JniUtils.reshape(reduced, dims);
    }

    private static Function<Operands, PtNDArray> position(Node node, boolean largest) {
        long axisAttribute = node.integer("axis", 0);
        boolean keep = node.integer("keepdims", 1) != 0;
        boolean last = node.integer("select_last_index", 0) != 0;
        return x -> {
            PtNDArray value = x.get(0);
            int axis = Operands.axis(axisAttribute, value.getShape().dimension());
            PtNDArray searched = last ? JniUtils.flip(value, new long[] {axis}) : value;
            PtNDArray found = largest ? JniUtils.argMax(searched, axis, keep) : JniUtils.argMin(searched, axis, keep);
            if (last) {
                found = JniUtils.sub(x.scalar(Operands.dims(value)[axis] - 1, found), found);
            }
            return Elementwise.convert(found, DataType.INT64);
        };
    }
}
