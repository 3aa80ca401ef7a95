package dev.reassembly.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The next {@code length} bytes of a stream, or fewer when it ends before. */
final class ByteRange extends FilterInputStream {
    private long left;

    ByteRange(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    static void check(long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("a range starts at 0 or later and has 0 or more bytes, not "
                    + length + " bytes from " + offset);
        }
    }

    @Override
    public int read() throws IOException {
        int b = left > 0 ? in.read() : -1;
        if (b >= 0) {
            left--;
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n = left > 0 ? in.read(buffer, offset, (int) Math.min(length, left)) : -1;
        if (n > 0) {
            left -= n;
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(Math.min(n, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
