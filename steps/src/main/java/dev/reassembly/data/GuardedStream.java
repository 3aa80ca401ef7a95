package dev.reassembly.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * Turns I/O errors into the exception that tells whose fault they are, at the place where that is still known: a parser
 * above cannot tell a lost connection from a damaged file.
 */
final class GuardedStream extends FilterInputStream {
    private final Function<IOException, RuntimeException> meaning;

    GuardedStream(InputStream in, Function<IOException, RuntimeException> meaning) {
        super(in);
        this.meaning = meaning;
    }

    @Override
    public int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw meaning.apply(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            throw meaning.apply(e);
        }
    }

    @Override
    public long skip(long count) {
        try {
            return in.skip(count);
        } catch (IOException e) {
            throw meaning.apply(e);
        }
    }
}
