package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Tensors widened at their borders, or cropped where the width is negative. */
final class Padding {
    private Padding() {}

    static void register(OperatorTable table) {
        table.single("Pad", Padding::pad, 1, 2, 3);
    }

    private static Function<Operands, PtNDArray> pad(Node node) {
        String mode = node.text("mode", "constant");
        if (!mode.equals("constant") && !mode.equals("reflect") && !mode.equals("edge") && !mode.equals("wrap")) {
            throw Refusal.of(node, " with mode '" + mode + "'");
        }
        return x -> {
            PtNDArray value = x.get(0);
            int rank = value.getShape().dimension();
            long[] given = x.longs(1);
            long[] axes = x.has(3) ? x.longs(3) : IntStream.range(0, rank).asLongStream().toArray();
            long[] begin = new long[rank];
            long[] end = new long[rank];
            for (int i = 0; i < axes.length; i++) {
                int axis = Operands.axis(axes[i], rank);
                begin[axis] = given[i];
                end[axis] = given[i + axes.length];
            }
            if (mode.equals("constant")) {
                return constant(value, begin, end, x.has(2) ? x.real(2) : 0);
            }
            PtNDArray result = Elementwise.alias(value);
            for (int axis = 0; axis < rank; axis++) {
                if (begin[axis] != 0 || end[axis] != 0) {
                    long[] source = positions(mode, Operands.dims(value)[axis], begin[axis], end[axis]);
                    result = Indexing.take(result, x.ofLongs(source, source.length), axis);
                }
            }
            return result;
        };
    }

    /** @param begin widths before each of the last axes that it names; it may be shorter than the rank */
    static PtNDArray constant(PtNDArray value, long[] begin, long[] end, double filling) {
        int n = begin.length;
        long[] lastFirst = new long[2 * n];
        for (int i = 0; i < n; i++) {
            lastFirst[2 * i] = begin[n - 1 - i];
            lastFirst[2 * i + 1] = end[n - 1 - i];
        }
        if (Arrays.stream(lastFirst).allMatch(w -> w == 0)) {
            return Elementwise.alias(value);
        }
        return JniUtils.pad(value, lastFirst, filling);
    }

    /** For each position along the widened axis the one along the original axis that it repeats. */
    private static long[] positions(String mode, long length, long begin, long end) {
        long[] source = new long[(int) (begin + length + end)];
        for (int i = 0; i < source.length; i++) {
            long at = i - begin;
            source[i] = switch (mode) {
                case "edge" -> Math.max(0, Math.min(at, length - 1));
                case "wrap" -> Math.floorMod(at, length);
                default -> reflected(at, length);
            };
        }
        return source;
    }

    private static long reflected(long at, long length) {
        if (length == 1) {
            return 0;
        }
        long folded = Math.floorMod(at, 2 * (length - 1));
        return folded < length ? folded : 2 * (length - 1) - folded;
    }
}
