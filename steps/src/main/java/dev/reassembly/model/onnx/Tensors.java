package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Small constants that rewriting a graph needs. */
final class Tensors {
    private Tensors() {}

    static Tensor longs(List<Long> values) {
        return Tensor.ofLongs(List.of((long) values.size()), values.stream().mapToLong(Long::longValue).toArray());
    }

    static Tensor floats(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return Tensor.ofFloats(List.of((long) array.length), array);
    }

    /** A scalar of the wanted type; null for a type that has no obvious conversion from a float. */
    static Tensor scalar(ElementType type, float value) {
        ByteBuffer data = ByteBuffer.allocateDirect(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FLOAT -> data.putFloat(value);
            case DOUBLE -> data.putDouble(value);
            case INT64, UINT64 -> data.putLong((long) value);
            case INT32, UINT32 -> data.putInt((int) value);
            case INT16, UINT16 -> data.putShort((short) value);
            case INT8, UINT8 -> data.put((byte) value);
            case BOOL -> data.put((byte) (value != 0 ? 1 : 0));
            case FLOAT16 -> data.putShort(HalfPrecision.bits(value));
            case BFLOAT16 -> data.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
        return new Tensor(type, List.of(), data.flip());
    }

    /** The values of an integer tensor, or null when it is not one. */
    static List<Long> longs(Tensor tensor) {
        if (tensor == null || tensor.type() != ElementType.INT64 && tensor.type() != ElementType.INT32) {
            return null;
        }
        ByteBuffer data = tensor.data();
        List<Long> values = new ArrayList<>();
        while (data.hasRemaining()) {
            values.add(tensor.type() == ElementType.INT64 ? data.getLong() : (long) data.getInt());
        }
        return values;
    }

    /** The values of a float tensor, or null when it is not one. */
    static List<Float> floats(Tensor tensor) {
        if (tensor == null || tensor.type() != ElementType.FLOAT) {
            return null;
        }
        ByteBuffer data = tensor.data();
        List<Float> values = new ArrayList<>();
        while (data.hasRemaining()) {
            values.add(data.getFloat());
        }
        return values;
    }
}
