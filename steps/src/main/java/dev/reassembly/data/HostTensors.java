package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** Memory for host tensors. */
final class HostTensors {
    private HostTensors() {}

    /**
     * A direct buffer in native order for a tensor of this type and shape, filled with zeros.
     *
     * @throws InvalidInputException when it would take more than a buffer can
     */
    static ByteBuffer allocate(HostTensor.Type type, long... shape) {
        double bytes = type == HostTensor.Type.INT64 ? Long.BYTES : Float.BYTES;
        for (long dimension : shape) {
            bytes *= dimension;
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new InvalidInputException("a batch", String.format(Locale.ROOT, "of %d examples would take %.0f bytes, allowed are at most %d; lower"
                    + " spec.fineTuning.batchSize, or what spec.zoo[].preprocessing asks for", shape[0], bytes, Integer.MAX_VALUE));
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }
}
