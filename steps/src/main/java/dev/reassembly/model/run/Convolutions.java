package dev.reassembly.model.run;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Convolutions over one to three spatial axes, and their transposes. */
final class Convolutions {
    private Convolutions() {}

    static void register(OperatorTable table) {
        table.single("Conv", Convolutions::convolution);
        table.single("ConvTranspose", Convolutions::transposed);
    }

    private static long[] spatial(PtNDArray array) {
        long[] dims = Operands.dims(array);
        return Arrays.copyOfRange(dims, 2, dims.length);
    }

    private static Function<Operands, PtNDArray> convolution(Node node) {
        Window.check(node);
        int groups = Math.toIntExact(node.integer("group", 1));
        return x -> {
            PtNDArray value = x.get(0);
            Window window = Window.of(node, spatial(x.get(1)));
            Window.Pads pads = window.pads(spatial(value));
            Shape inside = new Shape(pads.begin());
            if (!pads.symmetric()) {
                value = Padding.constant(value, pads.begin(), pads.end(), 0);
                inside = new Shape(new long[pads.begin().length]);
            }
            return convolution(x, value, x.get(1), window.strides(), inside, window.dilations(), groups);
        };
    }

    private static PtNDArray convolution(Operands x, PtNDArray map, PtNDArray kernel, long[] strides, Shape padding, long[] dilations, int groups) {
        if (!x.context().mixed()) {
            return JniUtils.convolution(map, kernel, x.has(2) ? x.get(2) : null, new Shape(strides), padding, new Shape(dilations), groups);
        }
        PtNDArray result = MixedPrecision.convolution(map, kernel, new Shape(strides), padding, new Shape(dilations), groups, x.context().host());
        if (!x.has(2)) {
            return result;
        }
        long[] dims = Operands.dims(result);
        return JniUtils.add(result, JniUtils.reshape(x.get(2), Operands.along(1, dims[1], dims.length)));
    }

    /**
     * The engine's binding has no transposed convolution: it is the convolution of the map spread out by the strides with
     * the kernel mirrored and its channels exchanged.
     */
    private static Function<Operands, PtNDArray> transposed(Node node) {
        Window.check(node);
        int groups = Math.toIntExact(node.integer("group", 1));
        return x -> {
            PtNDArray value = x.get(0);
            PtNDArray weight = x.get(1);
            long[] size = spatial(value);
            int rank = size.length;
            Window window = Window.of(node, spatial(weight));
            List<Long> padding = node.integers("output_padding");
            long[] extra = padding == null ? new long[rank] : Operands.array(padding);
            Window.Pads cut = transposedPads(node, window, size, extra);
            long[] begin = new long[rank];
            long[] end = new long[rank];
            for (int i = 0; i < rank; i++) {
                begin[i] = window.reach(i) - 1 - cut.begin()[i];
                end[i] = window.reach(i) - 1 - cut.end()[i] + extra[i];
                value = spread(value, i + 2, window.strides()[i]);
            }
            value = Padding.constant(value, begin, end, 0);
            long[] ones = new long[rank];
            Arrays.fill(ones, 1);
            return convolution(x, value, exchanged(weight, groups), ones, new Shape(new long[rank]), window.dilations(), groups);
        };
    }

    private static Window.Pads transposedPads(Node node, Window window, long[] size, long[] extra) {
        int rank = size.length;
        List<Long> wanted = node.integers("output_shape");
        boolean same = node.text("auto_pad", "NOTSET").startsWith("SAME");
        if (wanted == null && !same) {
            return window.pads(size);
        }
        boolean lower = node.text("auto_pad", "NOTSET").equals("SAME_LOWER");
        long[] begin = new long[rank];
        long[] end = new long[rank];
        for (int i = 0; i < rank; i++) {
            long output = wanted == null ? size[i] * window.strides()[i] : wanted.get(wanted.size() - rank + i);
            long total = window.strides()[i] * (size[i] - 1) + extra[i] + window.reach(i) - output;
            long half = Math.max(0, total) / 2;
            // What a wanted shape has beyond all that the kernel reaches comes behind.
            begin[i] = same && !lower ? half : Math.max(0, total) - half;
            end[i] = total - begin[i];
        }
        return new Window.Pads(begin, end);
    }

    /** Puts {@code stride - 1} zeros between neighbours along an axis. */
    private static PtNDArray spread(PtNDArray value, int axis, long stride) {
        if (stride == 1) {
            return value;
        }
        long[] dims = Operands.dims(value);
        PtNDArray apart = JniUtils.unsqueeze(value, axis + 1);
        long[] begin = new long[dims.length - axis];
        long[] end = new long[dims.length - axis];
        end[0] = stride - 1;
        PtNDArray padded = Padding.constant(apart, begin, end, 0);
        long length = dims[axis];
        dims[axis] = length * stride;
        return JniUtils.slice(JniUtils.reshape(padded, dims), axis, 0, (length - 1) * stride + 1, 1);
    }

    /** From (in, out / groups, ...) to (out, in / groups, ...), mirrored along the spatial axes. */
    private static PtNDArray exchanged(PtNDArray weight, int groups) {
        long[] dims = Operands.dims(weight);
        long[] mirrored = new long[dims.length - 2];
        Arrays.setAll(mirrored, i -> i + 2);
        PtNDArray flipped = JniUtils.flip(weight, mirrored);
        long[] grouped = new long[dims.length + 1];
        grouped[0] = groups;
        grouped[1] = dims[0] / groups;
        System.arraycopy(dims, 1, grouped, 2, dims.length - 1);
        PtNDArray swapped = JniUtils.transpose(JniUtils.reshape(flipped, grouped), 1, 2);
        long[] joined = dims.clone();
        joined[0] = groups * dims[1];
        joined[1] = dims[0] / groups;
        return JniUtils.reshape(swapped, joined);
    }
}
