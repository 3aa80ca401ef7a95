package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Opens objects for parsing and unpacks those that are gzipped, going by their first two bytes. */
final class Gunzip {
    private static final int BUFFER = 1 << 16;

    private Gunzip() {}

    /**
     * A buffered stream whose reading fails with {@link StepFailedException} when the source does, and with
     * {@link InvalidInputException} when the packed data is damaged; an I/O error of a parser above is about the content.
     */
    static InputStream open(DataSource source, Part part) throws IOException {
        InputStream raw = source.open(part.uri());
        try {
            BufferedInputStream in = new BufferedInputStream(new GuardedStream(raw, e ->
                    new StepFailedException("reading " + part.uri() + " failed: " + e.getMessage(), e)), BUFFER);
            in.mark(2);
            boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzipped ? unpacked(in, part.name()) : in;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static InputStream unpacked(InputStream in, String name) {
        try {
            return new BufferedInputStream(new GuardedStream(new GZIPInputStream(in, BUFFER), e -> damaged(name, e)), BUFFER);
        } catch (IOException e) {
            throw damaged(name, e);
        }
    }

    private static InvalidInputException damaged(String name, IOException e) {
        return new InvalidInputException(name, "is not a whole gzip file: " + e.getMessage(), e);
    }
}
