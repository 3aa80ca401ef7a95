package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Moves values between tensors of the engine and host memory, in native byte order. */
final class TensorMemory {
    private TensorMemory() {}

    /** Whether the tensor's own memory can be read and written in place. */
    static boolean onHost(NDArray tensor) {
        return !tensor.getDevice().isGpu();
    }

    /** The memory itself of a contiguous tensor on the host. Valid as long as the tensor is open. */
    static ByteBuffer view(NDArray tensor) {
        return tensor.toByteBuffer(true).order(ByteOrder.nativeOrder());
    }

    /** Overwrites the values of a contiguous tensor and leaves its identity, so that gradients still find it. */
    static void write(NDArray tensor, ByteBuffer values) {
        if (onHost(tensor)) {
            ByteBuffer target = view(tensor);
            if (target.remaining() != values.remaining()) {
                throw new IllegalArgumentException(values.remaining() + " bytes do not fill a tensor of " + tensor.getShape());
            }
            target.put(values.duplicate());
        } else {
            // The engine copies direct buffers to the device.
            tensor.set(values.duplicate());
        }
    }
}
