package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Node;
import java.util.function.Function;

/**
 * Numbers as small integers and back, with one scale a tensor, a slice of an axis or a block. Weights that a model stores as
 * integers stay as they are: only floats are trained.
 */
final class Quantisation {
    private Quantisation() {}

    static void register(OperatorTable table) {
        table.single("DequantizeLinear", Quantisation::dequantise);
        table.single("QuantizeLinear", Quantisation::quantise);
    }

    /** (x - zero point) scale. */
    private static Function<Operands, PtNDArray> dequantise(Node node) {
        return x -> {
            DataType real = x.context().real();
            PtNDArray value = Elementwise.convert(x.get(0), real);
            if (x.has(2)) {
                value = JniUtils.sub(value, Elementwise.convert(spread(x.get(2), x.get(0), node), real));
            }
            return JniUtils.mul(value, spread(x.get(1), x.get(0), node));
        };
    }

    /** round(x / scale) + zero point, within the bounds of the type. */
    private static Function<Operands, PtNDArray> quantise(Node node) {
        long code = node.integer("output_dtype", 0);
        if (code != 0 && code != ElementType.UINT8.onnxCode() && code != ElementType.INT8.onnxCode()) {
            throw Refusal.of(node, " to element type " + code + "; only 8 bits are");
        }
        return x -> {
            DataType type = code == ElementType.INT8.onnxCode() ? DataType.INT8 : DataType.UINT8;
            PtNDArray steps = JniUtils.round(JniUtils.div(x.get(0), spread(x.get(1), x.get(0), node)));
            if (x.has(2)) {
                type = x.get(2).getDataType();
                steps = JniUtils.add(steps, Elementwise.convert(spread(x.get(2), x.get(0), node), steps.getDataType()));
            }
            if (type != DataType.INT8 && type != DataType.UINT8) {
                throw Refusal.of(node, " to a type of more than 8 bits");
            }
            boolean signed = type == DataType.INT8;
            return Elementwise.convert(JniUtils.clip(steps, signed ? -128 : 0, signed ? 127 : 255), type);
        };
    }

    /** A scale or zero point in a shape that meets the tensor's. */
    private static PtNDArray spread(PtNDArray parameter, PtNDArray value, Node node) {
        long[] dims = Operands.dims(value);
        long[] own = Operands.dims(parameter);
        if (parameter.size() == 1) {
            return JniUtils.reshape(parameter, new long[0]);
        }
        int axis = Operands.axis(node.integer("axis", 1), dims.length);
        if (own.length == 1) {
            return JniUtils.reshape(parameter, Operands.along(axis, own[0], dims.length));
        }
        return JniUtils.slice(JniUtils.repeat(parameter, node.integer("block_size", 1), axis), axis, 0, dims[axis], 1);
    }
}
