package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A map as one tensor for each element of the kernel, each holding what that element meets in all windows: for poolings that
 * the engine's own do not do (dilated ones, positions of maxima).
 */
final class Taps {
    private Taps() {}

    /** @param map padded so that the windows fill it */
    static List<PtNDArray> of(PtNDArray map, Window window) {
        List<PtNDArray> taps = List.of(map);
        for (int i = 0; i < window.kernel().length; i++) {
            long windows = (Operands.dims(map)[i + 2] - window.reach(i)) / window.strides()[i];
            List<PtNDArray> next = new ArrayList<>();
            for (PtNDArray part : taps) {
                for (long tap = 0; tap < window.kernel()[i]; tap++) {
                    long from = tap * window.dilations()[i];
                    next.add(JniUtils.slice(part, i + 2, from, from + windows * window.strides()[i] + 1, window.strides()[i]));
                }
            }
            taps = next;
        }
        return taps;
    }

    /** What is smaller than every element. */
    static double lowest(PtNDArray value) {
        return switch (value.getDataType()) {
            case INT8 -> Byte.MIN_VALUE;
            case UINT8 -> 0;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    /**
     * The maxima of the windows, and where each lies in the tensor without its padding.
     *
     * @param map padded so that the windows fill it
     * @param dims of the tensor without padding
     * @param columns whether positions within a map are counted with the first spatial axis fastest
     */
    static List<PtNDArray> maxima(Operands x, Window window, PtNDArray map, long[] dims, Window.Pads pads, boolean columns) {
        PtNDArray stacked = JniUtils.stack(of(map, window).toArray(PtNDArray[]::new), 0);
        List<PtNDArray> sources = of(positions(x, Operands.dims(map), dims, pads, columns), window);
        PtNDArray found = JniUtils.argMax(stacked, 0, true);
        PtNDArray places = JniUtils.gather(JniUtils.stack(sources.toArray(PtNDArray[]::new), 0), found, 0);
        return List.of(JniUtils.squeeze(JniUtils.gather(stacked, found, 0), 0), JniUtils.squeeze(places, 0));
    }

    /** For each element of a padded tensor its position in the unpadded one, for padding that of a neighbour. */
    private static PtNDArray positions(Operands x, long[] padded, long[] dims, Window.Pads pads, boolean columns) {
        PtNDArray total = null;
        for (int axis = 0; axis < dims.length; axis++) {
            boolean turned = columns && axis > 1;
            long step = turned ? Shapes.product(dims, 2, axis) : Shapes.product(dims, axis + 1, dims.length);
            long shift = axis < 2 ? 0 : pads.begin()[axis - 2];
            long last = dims[axis] - 1;
            long[] along = new long[(int) padded[axis]];
            Arrays.setAll(along, i -> Math.max(0, Math.min(i - shift, last)) * step);
            PtNDArray part = x.ofLongs(along, Operands.along(axis, along.length, dims.length));
            total = total == null ? part : JniUtils.add(total, part);
        }
        return total;
    }

    /** Positions in a tensor of one shape as positions of the same elements in a larger one. */
    static PtNDArray moved(Operands x, PtNDArray positions, long[] from, long[] to) {
        if (Arrays.equals(from, to)) {
            return positions;
        }
        long[] moved = positions.toLongArray();
        for (int i = 0; i < moved.length; i++) {
            long rest = moved[i];
            long position = 0;
            long step = 1;
            for (int axis = from.length - 1; axis >= 0; axis--) {
                position += rest % from[axis] * step;
                rest /= from[axis];
                step *= to[axis];
            }
            moved[i] = position;
        }
        return x.ofLongs(moved, moved.length);
    }
}
