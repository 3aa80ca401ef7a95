package dev.reassembly.data;

import java.nio.LongBuffer;
import java.util.Arrays;

/** Values of int64 tensors. */
final class LongsOf {
    private LongsOf() {}

    static long[] tensor(HostTensor tensor) {
        LongBuffer longs = tensor.data().asLongBuffer();
        long[] values = new long[longs.remaining()];
        longs.get(values);
        return values;
    }

    /** All but the first and the last. */
    static long[] inner(long[] values) {
        return Arrays.copyOfRange(values, 1, values.length - 1);
    }
}
