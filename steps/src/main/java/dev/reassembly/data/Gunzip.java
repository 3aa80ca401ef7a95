package dev.reassembly.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Opens objects and unpacks those that are gzipped, going by their first two bytes. */
final class Gunzip {
    private static final int BUFFER = 1 << 16;

    private Gunzip() {}

    static InputStream open(DataSource source, String uri) throws IOException {
        InputStream raw = source.open(uri);
        try {
            BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
            in.mark(2);
            boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }
}
