package dev.reassembly.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory for host tensors. */
final class HostTensors {
    private HostTensors() {}

    /** A direct buffer in native order for a tensor of this type and shape, filled with zeros. */
    static ByteBuffer allocate(HostTensor.Type type, long... shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        int size = type == HostTensor.Type.INT64 ? Long.BYTES : Float.BYTES;
        return ByteBuffer.allocateDirect(Math.toIntExact(elements * size)).order(ByteOrder.nativeOrder());
    }
}
