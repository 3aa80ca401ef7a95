package dev.reassembly.data;

import java.nio.ByteBuffer;

/** A batch of one network input on the host: row-major, native order, direct. {@code type} is FLOAT or INT64. */
public record HostTensor(Type type, long[] shape, ByteBuffer data) {
    public enum Type {
        FLOAT, INT64
    }
}
