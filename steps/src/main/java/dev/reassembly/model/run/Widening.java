package dev.reassembly.model.run;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Element types that the engine cannot take become the next larger one that it can. All values stay exact. */
final class Widening {
    private Widening() {}

    static Tensor widen(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT16, BFLOAT16 -> floats(tensor);
            case UINT16, INT16 -> ints(tensor);
            case UINT32 -> longs(tensor);
            default -> tensor;
        };
    }

    private static Tensor floats(Tensor tensor) {
        ByteBuffer from = tensor.data();
        ByteBuffer to = allocate(tensor, 4);
        while (from.hasRemaining()) {
            short bits = from.getShort();
            to.putFloat(tensor.type() == ElementType.FLOAT16 ? half(bits) : Float.intBitsToFloat(bits << 16));
        }
        return new Tensor(ElementType.FLOAT, tensor.shape(), to.rewind());
    }

    private static Tensor ints(Tensor tensor) {
        ByteBuffer from = tensor.data();
        ByteBuffer to = allocate(tensor, 4);
        while (from.hasRemaining()) {
            short bits = from.getShort();
            to.putInt(tensor.type() == ElementType.INT16 ? bits : Short.toUnsignedInt(bits));
        }
        return new Tensor(ElementType.INT32, tensor.shape(), to.rewind());
    }

    private static Tensor longs(Tensor tensor) {
        ByteBuffer from = tensor.data();
        ByteBuffer to = allocate(tensor, 8);
        while (from.hasRemaining()) {
            to.putLong(Integer.toUnsignedLong(from.getInt()));
        }
        return new Tensor(ElementType.INT64, tensor.shape(), to.rewind());
    }

    private static ByteBuffer allocate(Tensor tensor, int bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(tensor.elements() * bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** IEEE 754 binary16: 1 sign, 5 exponent (bias 15) and 10 fraction bits. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign | 0x3f800000));
        }
        int wide = exponent == 31 ? 255 : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
