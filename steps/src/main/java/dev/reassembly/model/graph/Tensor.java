package dev.reassembly.model.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A constant tensor on the host: row-major, little-endian. {@code data} is direct (or memory-mapped) where the tensor is
 * large, so that engines can take it without a copy. Never mutated after construction.
 */
public record Tensor(ElementType type, List<Long> shape, ByteBuffer data) {
    public Tensor {
        shape = List.copyOf(shape);
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long expected = elements(shape) * type.bytes();
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("a tensor of shape " + shape + " and type " + type + " has " + expected
                    + " bytes, not " + data.remaining());
        }
    }

    public Tensor(ElementType type, long[] shape, ByteBuffer data) {
        this(type, Arrays.stream(shape).boxed().toList(), data);
    }

    /** A fresh view at position 0, little-endian. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The values of a tensor of type FLOAT. */
    public float[] toFloats() {
        float[] values = new float[data.remaining() / Float.BYTES];
        data().asFloatBuffer().get(values);
        return values;
    }

    public long elements() {
        return elements(shape);
    }

    public static Tensor ofFloats(List<Long> shape, float... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return new Tensor(ElementType.FLOAT, shape, buffer);
    }

    public static Tensor ofLongs(List<Long> shape, long... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);
        return new Tensor(ElementType.INT64, shape, buffer);
    }

    private static long elements(List<Long> shape) {
        long n = 1;
        for (long dim : shape) {
            n = Math.multiplyExact(n, dim);
        }
        return n;
    }
}
