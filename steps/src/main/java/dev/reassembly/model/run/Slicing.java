package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Parts of tensors along axes, and tensors joined along an axis. */
final class Slicing {
    private Slicing() {}

    static void register(OperatorTable table) {
        table.single("Concat", Slicing::concat);
        table.multiple("Split", Slicing::split, 1);
        table.single("Slice", node -> Slicing::slice, 1, 2, 3, 4);
    }

    private static Function<Operands, PtNDArray> concat(Node node) {
        long axisAttribute = node.integer("axis", 0);
        return x -> {
            PtNDArray[] parts = IntStream.range(0, x.count()).mapToObj(x::get).toArray(PtNDArray[]::new);
            return JniUtils.cat(parts, Operands.axis(axisAttribute, parts[0].getShape().dimension()));
        };
    }

    private static Operation split(Node node) {
        long axisAttribute = node.integer("axis", 0);
        int parts = node.outputs().size();
        return x -> {
            PtNDArray value = x.get(0);
            int axis = Operands.axis(axisAttribute, value.getShape().dimension());
            long length = Operands.dims(value)[axis];
            if (node.integer("num_outputs", parts) != parts) {
                throw new IllegalArgumentException("num_outputs is " + node.integer("num_outputs", parts) + ", but there are " + parts + " outputs");
            }
            long[] sizes = x.has(1) ? x.longs(1) : equal(length, parts);
            if (sizes.length != parts || Arrays.stream(sizes).sum() != length) {
                throw new IllegalArgumentException("length " + length + " does not split into " + Arrays.toString(sizes));
            }
            List<PtNDArray> pieces = new ArrayList<>(parts);
            long from = 0;
            for (long size : sizes) {
                pieces.add(JniUtils.slice(value, axis, from, from + size, 1));
                from += size;
            }
            return pieces;
        };
    }

    /** Equal parts; the last is smaller where the length does not divide. */
    private static long[] equal(long length, int parts) {
        long size = (length + parts - 1) / parts;
        long[] sizes = new long[parts];
        Arrays.fill(sizes, size);
        sizes[parts - 1] = length - size * (parts - 1);
        return sizes;
    }

    private static PtNDArray slice(Operands x) {
        PtNDArray value = x.get(0);
        int rank = value.getShape().dimension();
        long[] starts = x.longs(1);
        long[] ends = x.longs(2);
        long[] axes = x.has(3) ? x.longs(3) : IntStream.range(0, starts.length).asLongStream().toArray();
        for (int i = 0; i < starts.length; i++) {
            value = slice(value, Operands.axis(axes[i], rank), starts[i], ends[i], x.has(4) ? x.longs(4)[i] : 1);
        }
        return starts.length == 0 ? Elementwise.alias(value) : value;
    }

    private static PtNDArray slice(PtNDArray value, int axis, long start, long end, long step) {
        long length = Operands.dims(value)[axis];
        if (step > 0) {
            long from = clamp(start < 0 ? start + length : start, 0, length);
            long to = clamp(end < 0 ? end + length : end, from, length);
            return JniUtils.slice(value, axis, from, to, Math.min(step, Math.max(length, 1)));
        }
        if (step == 0) {
            throw new IllegalArgumentException("step 0");
        }
        // The engine has no negative steps: the same elements are taken forwards and turned round.
        long first = clamp(start < 0 ? start + length : start, -1, length - 1);
        long stop = clamp(end < 0 ? end + length : end, -1, first);
        long stride = step < -length ? Math.max(length, 1) : -step;
        long count = (first - stop + stride - 1) / stride;
        long lowest = first - (count - 1) * stride;
        PtNDArray forwards = JniUtils.slice(value, axis, count == 0 ? 0 : lowest, count == 0 ? 0 : first + 1, stride);
        return JniUtils.flip(forwards, new long[] {axis});
    }

    private static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(value, high));
    }
}
