package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Resize: nearest neighbours by indexing, linear and cubic interpolation by one matrix product along each axis. Positions
 * and weights are computed here.
 */
final class Resampling {
    private static final List<String> COORDINATES = List.of("half_pixel", "half_pixel_symmetric", "pytorch_half_pixel",
            "align_corners", "asymmetric", "tf_crop_and_resize");

    private Resampling() {}

    static void register(OperatorTable table) {
        table.single("Resize", Resampling::resize, 1, 2, 3);
    }

    private static Function<Operands, PtNDArray> resize(Node node) {
        String mode = node.text("mode", "nearest");
        if (!List.of("nearest", "linear", "cubic").contains(mode)) {
            throw Refusal.of(node, " with mode '" + mode + "'");
        }
        String coordinates = node.text("coordinate_transformation_mode", "half_pixel");
        if (!COORDINATES.contains(coordinates)) {
            throw Refusal.of(node, " with coordinate_transformation_mode '" + coordinates + "'");
        }
        String policy = node.text("keep_aspect_ratio_policy", "stretch");
        if (!List.of("stretch", "not_larger", "not_smaller").contains(policy)) {
            throw Refusal.of(node, " with keep_aspect_ratio_policy '" + policy + "'");
        }
        boolean crop = coordinates.equals("tf_crop_and_resize");
        return x -> {
            PtNDArray value = x.get(0);
            int rank = value.getShape().dimension();
            long[] axes = node.integers("axes") == null ? IntStream.range(0, rank).asLongStream().toArray()
                    : Operands.array(node.integers("axes"));
            boolean bySize = x.has(3) && x.get(3).size() > 0;
            double[] given = x.reals(bySize ? 3 : 2);
            double common = bySize && !policy.equals("stretch") ? common(policy, given, axes, Operands.dims(value)) : 0;
            PtNDArray result = value;
            for (int i = 0; i < axes.length; i++) {
                int axis = Operands.axis(axes[i], rank);
                long length = Operands.dims(value)[axis];
                long outputs = (long) (common > 0 ? Math.floor(length * common + 0.5) : bySize ? given[i]
                        : Math.floor(length * given[i]));
                double scale = common > 0 ? common : bySize ? (double) outputs / length : given[i];
                if (outputs != length || scale != 1 || crop) {
                    refuseAmbiguity(node, coordinates, length * scale, outputs, common > 0);
                    double[] region = crop ? new double[] {x.reals(1)[i], x.reals(1)[i + axes.length]} : null;
                    double[] positions = positions(coordinates, length, outputs, scale, region);
                    result = mode.equals("nearest") ? nearest(x, result, axis, length, positions, node.text("nearest_mode",
                            "round_prefer_floor")) : weighted(x, result, axis, weights(node, mode, length, positions, scale));
                    result = crop ? extrapolated(x, result, axis, length, positions, node) : result;
                }
            }
            return result == value ? Elementwise.alias(value) : result;
        };
    }

    /** The one scale that keeps the aspect ratio within, or around, the wanted sizes. */
    static double common(String policy, double[] sizes, long[] axes, long[] dims) {
        DoubleStream scales = IntStream.range(0, axes.length).mapToDouble(i -> sizes[i] / dims[Operands.axis(axes[i], dims.length)]);
        return (policy.equals("not_larger") ? scales.min() : scales.max()).orElse(1);
    }

    /** For corners that are aligned and a length that is cut off the standard's text and its tests say different things. */
    private static void refuseAmbiguity(Node node, String coordinates, double exact, long outputs, boolean rounded) {
        if (coordinates.equals("align_corners") && !rounded && Math.abs(exact - outputs) > 1e-3) {
            throw Refusal.of(node, " with align_corners and a scale that gives no whole length");
        }
    }

    /**
     * Where each output element lies on the original axis.
     *
     * @param region where along the axis cropping starts and ends, as a part of its length; null without cropping
     */
    private static double[] positions(String coordinates, long length, long outputs, double scale, double[] region) {
        return IntStream.range(0, (int) outputs).mapToDouble(i -> switch (coordinates) {
            case "tf_crop_and_resize" -> (length - 1) * (outputs == 1 ? (region[0] + region[1]) / 2
                    : region[0] + i * (region[1] - region[0]) / (outputs - 1));
            case "asymmetric" -> i / scale;
            case "align_corners" -> outputs == 1 ? 0 : i * (length - 1.0) / (outputs - 1.0);
            case "pytorch_half_pixel" -> outputs == 1 ? 0 : (i + 0.5) / scale - 0.5;
            case "half_pixel_symmetric" -> length / 2.0 * (1 - outputs / (scale * length)) + (i + 0.5) / scale - 0.5;
            default -> (i + 0.5) / scale - 0.5;
        }).toArray();
    }

    private static PtNDArray nearest(Operands x, PtNDArray value, int axis, long length, double[] positions, String rounding) {
        long[] source = new long[positions.length];
        for (int i = 0; i < source.length; i++) {
            double rounded = switch (rounding) {
                case "floor" -> Math.floor(positions[i]);
                case "ceil" -> Math.ceil(positions[i]);
                case "round_prefer_ceil" -> Math.floor(positions[i] + 0.5);
                default -> Math.ceil(positions[i] - 0.5);
            };
            source[i] = (long) Math.max(0, Math.min(rounded, length - 1));
        }
        return Indexing.take(value, x.ofLongs(source, source.length), axis);
    }

    /** Puts the value for what lies outside where positions do. */
    private static PtNDArray extrapolated(Operands x, PtNDArray value, int axis, long length, double[] positions, Node node) {
        double[] outside = Arrays.stream(positions).map(p -> p < 0 || p > length - 1 ? 1 : 0).toArray();
        long[] along = Operands.along(axis, positions.length, value.getShape().dimension());
        PtNDArray mask = Elementwise.convert(x.ofReals(outside, along), DataType.BOOLEAN);
        return JniUtils.where(mask, x.scalar(node.real("extrapolation_value", 0), value), value);
    }

    /** Rows: outputs; columns: original elements. Against aliasing the kernel is stretched by what the axis shrinks. */
    private static double[][] weights(Node node, String mode, long length, double[] positions, double scale) {
        double shrinking = node.integer("antialias", 0) != 0 ? Math.min(1, scale) : 1;
        int reach = (int) Math.ceil(2 / shrinking);
        double a = node.real("cubic_coeff_a", -0.75f);
        boolean excludeOutside = node.integer("exclude_outside", 0) != 0;
        double[][] weights = new double[positions.length][(int) length];
        for (int i = 0; i < positions.length; i++) {
            boolean clamped = mode.equals("linear") && shrinking == 1;
            double position = clamped ? Math.max(0, Math.min(positions[i], length - 1)) : positions[i];
            int floor = (int) Math.floor(position);
            double total = 0;
            for (int tap = floor - reach + 1; tap <= floor + reach; tap++) {
                double distance = (position - tap) * shrinking;
                double weight = mode.equals("linear") ? Math.max(0, 1 - Math.abs(distance)) : CubicKernel.weight(distance, a);
                boolean outside = tap < 0 || tap >= length;
                if (!outside || !excludeOutside) {
                    weights[i][(int) Math.max(0, Math.min(tap, length - 1))] += weight;
                    total += weight;
                }
            }
            for (int j = 0; (excludeOutside || shrinking < 1) && j < length; j++) {
                weights[i][j] /= total;
            }
        }
        return weights;
    }

    private static PtNDArray weighted(Operands x, PtNDArray value, int axis, double[][] weights) {
        int outputs = weights.length;
        int length = weights[0].length;
        double[] turned = new double[outputs * length];
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < length; j++) {
                turned[j * outputs + i] = weights[i][j];
            }
        }
        int last = value.getShape().dimension() - 1;
        PtNDArray product = JniUtils.matmul(JniUtils.transpose(value, axis, last), x.ofReals(turned, length, outputs));
        return JniUtils.transpose(product, axis, last);
    }
}
