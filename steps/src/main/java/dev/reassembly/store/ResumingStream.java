package dev.reassembly.store;

import java.io.IOException;
import java.io.InputStream;

/** Reads a range of a remote object; when the connection breaks it is opened again at the byte where it stopped. */
final class ResumingStream extends InputStream {
    interface Source {
        InputStream openAt(long offset) throws IOException;
    }

    private final Source source;
    private final long end;
    private final Retries retries;
    private long position;
    private InputStream current;

    /** @param current from {@code start} on */
    ResumingStream(long start, long end, Retries retries, Source source, InputStream current) {
        this.position = start;
        this.end = end;
        this.retries = retries;
        this.source = source;
        this.current = current;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int n = retries.run(() -> {
            try {
                return readOnce(buffer, offset, (int) Math.min(length, end - position));
            } catch (IOException e) {
                drop();
                throw e;
            }
        });
        position += n;
        return n;
    }

    private int readOnce(byte[] buffer, int offset, int length) throws IOException {
        if (current == null) {
            current = source.openAt(position);
        }
        int n = current.read(buffer, offset, length);
        if (n < 0) {
            throw new IOException("the connection closed " + (end - position) + " bytes before the end");
        }
        return n;
    }

    /** Readers of gzip take 0 for the end of the file, and a file may have several members. */
    @Override
    public int available() {
        return position < end ? 1 : 0;
    }

    private void drop() {
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // It was broken anyway; the next read opens a new one.
            }
            current = null;
        }
    }

    @Override
    public void close() {
        drop();
    }
}
