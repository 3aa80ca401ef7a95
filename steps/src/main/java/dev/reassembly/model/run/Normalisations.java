package dev.reassembly.model.run;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Normalisations by statistics, and by sums of exponentials. */
final class Normalisations {
    private Normalisations() {}

    static void register(OperatorTable table) {
        table.single("BatchNormalization", Normalisations::batch);
        table.single("InstanceNormalization", Normalisations::instance);
        table.multiple("LayerNormalization", Normalisations::layer);
        table.single("LRN", Normalisations::acrossChannels);
        table.single("MeanVarianceNormalization", Normalisations::meanVariance);
        table.single("GroupNormalization", Normalisations::group);
        table.single("LpNormalization", Normalisations::lp);
        table.single("Softmax", node -> x -> JniUtils.softmax(x.get(0), axis(node, x), x.get(0).getDataType()));
        table.single("LogSoftmax", node -> x -> JniUtils.logSoftmax(x.get(0), axis(node, x), x.get(0).getDataType()));
        table.single("Hardmax", Normalisations::hardmax);
    }

    private static int axis(Node node, Operands x) {
        return Operands.axis(node.integer("axis", -1), x.get(0).getShape().dimension());
    }

    /** Running statistics move by (1 - momentum), as in ONNX; their variance is the unbiased one, as in PyTorch. */
    private static Function<Operands, PtNDArray> batch(Node node) {
        if (node.integer("training_mode", 0) != 0) {
            throw Refusal.of(node, " with training_mode 1");
        }
        double epsilon = node.real("epsilon", 1e-5f);
        double momentum = node.real("momentum", 0.9f);
        String scale = node.inputs().get(1);
        return x -> {
            boolean moving = x.context().training() && x.context().moving().contains(scale);
            return JniUtils.batchNorm(x.get(0), x.get(3), x.get(4), x.get(1), x.get(2), moving, 1 - momentum, epsilon);
        };
    }

    private static Operation layer(Node node) {
        double epsilon = node.real("epsilon", 1e-5f);
        return x -> {
            PtNDArray value = x.get(0);
            if (node.outputs().size() > 1) {
                return withStatistics(x, axis(node, x), epsilon, node.outputs().size());
            }
            PtNDArray scale = x.get(1);
            long[] dims = Operands.dims(value);
            long[] normalised = Arrays.copyOfRange(dims, axis(node, x), dims.length);
            Shape shape = new Shape(normalised);
            PtNDArray full = JniUtils.broadcast(scale, shape);
            PtNDArray bias = x.has(2) ? JniUtils.broadcast(x.get(2), shape)
                    : x.filled(0, value.getDataType(), normalised);
            return List.of(JniUtils.layerNorm(value, shape, full, bias, epsilon));
        };
    }

    /** The same with the mean and the inverse of the deviation, whose normalised axes have length 1. */
    private static List<PtNDArray> withStatistics(Operands x, int axis, double epsilon, int outputs) {
        PtNDArray value = x.get(0);
        int[] axes = IntStream.range(axis, value.getShape().dimension()).toArray();
        PtNDArray mean = Reductions.mean(x, value, axes);
        PtNDArray centred = JniUtils.sub(value, mean);
        PtNDArray variance = Reductions.mean(x, JniUtils.square(centred), axes);
        PtNDArray inverse = JniUtils.div(x.scalar(1, variance), JniUtils.sqrt(JniUtils.add(variance, x.scalar(epsilon, variance))));
        PtNDArray scaled = JniUtils.mul(JniUtils.mul(centred, inverse), x.get(1));
        PtNDArray result = x.has(2) ? JniUtils.add(scaled, x.get(2)) : scaled;
        return List.of(result, mean, inverse).subList(0, outputs);
    }

    /** x / (bias + alpha / size * sum of squares over neighbouring channels)^beta. */
    private static Function<Operands, PtNDArray> acrossChannels(Node node) {
        long size = node.integer("size", 1);
        double alpha = node.real("alpha", 1e-4f);
        double beta = node.real("beta", 0.75f);
        double bias = node.real("bias", 1);
        return x -> {
            PtNDArray squares = JniUtils.square(x.get(0));
            long[] begin = new long[x.get(0).getShape().dimension() - 1];
            long[] end = begin.clone();
            begin[0] = (size - 1) / 2;
            end[0] = size - 1 - begin[0];
            PtNDArray padded = Padding.constant(squares, begin, end, 0);
            long channels = Operands.dims(squares)[1];
            PtNDArray sum = LongStream.range(0, size).mapToObj(i -> JniUtils.slice(padded, 1, i, i + channels, 1))
                    .reduce(JniUtils::add).orElseThrow();
            PtNDArray base = JniUtils.add(JniUtils.mul(sum, x.scalar(alpha / size, sum)), x.scalar(bias, sum));
            return JniUtils.mul(x.get(0), JniUtils.pow(base, x.scalar(-beta, base)));
        };
    }

    /** (x - mean) / (deviation + 1e-9), as the operator's definition by others has it. */
    private static Function<Operands, PtNDArray> meanVariance(Node node) {
        long[] axes = node.integers("axes") == null ? new long[] {0, 2, 3} : Operands.array(node.integers("axes"));
        return x -> {
            int[] over = Operands.axes(axes, x.get(0).getShape().dimension());
            PtNDArray centred = JniUtils.sub(x.get(0), Reductions.mean(x, x.get(0), over));
            PtNDArray deviation = JniUtils.sqrt(Reductions.mean(x, JniUtils.square(centred), over));
            return JniUtils.div(centred, JniUtils.add(deviation, x.scalar(1e-9, deviation)));
        };
    }

    private static Function<Operands, PtNDArray> instance(Node node) {
        double epsilon = node.real("epsilon", 1e-5f);
        return x -> {
            int rank = x.get(0).getShape().dimension();
            PtNDArray normal = standardised(x, x.get(0), epsilon, IntStream.range(2, rank).toArray());
            return affine(x, normal, rank);
        };
    }

    private static Function<Operands, PtNDArray> group(Node node) {
        double epsilon = node.real("epsilon", 1e-5f);
        long groups = node.integer("num_groups", 1);
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            PtNDArray grouped = JniUtils.reshape(x.get(0), new long[] {dims[0], groups, x.get(0).size() / (dims[0] * groups)});
            return affine(x, JniUtils.reshape(standardised(x, grouped, epsilon, 2), dims), dims.length);
        };
    }

    /** (value - mean) / sqrt(variance + epsilon), with the population's variance. */
    private static PtNDArray standardised(Operands x, PtNDArray value, double epsilon, int... axes) {
        PtNDArray centred = JniUtils.sub(value, Reductions.mean(x, value, axes));
        PtNDArray variance = Reductions.mean(x, JniUtils.square(centred), axes);
        return JniUtils.div(centred, JniUtils.sqrt(JniUtils.add(variance, x.scalar(epsilon, variance))));
    }

    /** Scale and bias by channel, which is axis 1. */
    private static PtNDArray affine(Operands x, PtNDArray normal, int rank) {
        long[] channels = Operands.along(0, x.get(1).size(), rank - 1);
        return JniUtils.add(JniUtils.mul(normal, JniUtils.reshape(x.get(1), channels)), JniUtils.reshape(x.get(2), channels));
    }

    private static Function<Operands, PtNDArray> lp(Node node) {
        long p = node.integer("p", 2);
        return x -> JniUtils.normalize(x.get(0), p, axis(node, x), 1e-12);
    }

    private static Function<Operands, PtNDArray> hardmax(Node node) {
        return x -> {
            PtNDArray value = x.get(0);
            int axis = axis(node, x);
            long[] along = Operands.along(axis, Operands.dims(value)[axis], value.getShape().dimension());
            long[] positions = IntStream.range(0, (int) along[axis]).asLongStream().toArray();
            PtNDArray hot = JniUtils.eq(JniUtils.argMax(value, axis, true), x.ofLongs(positions, along));
            return Elementwise.convert(hot, value.getDataType());
        };
    }
}
