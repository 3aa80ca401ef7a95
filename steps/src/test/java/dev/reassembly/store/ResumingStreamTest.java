package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumingStreamTest {
    private static final Retries NONE = new Retries(1, Duration.ofMillis(1), Duration.ofMillis(1));

    /** As bgzip makes them, and {@code cat a.gz b.gz}; a member may end near the end of what a read brings. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 64, 1000})
    void gzipFilesOfManyMembersAreReadToTheirEnd(int segment) throws IOException {
        StringBuilder expected = new StringBuilder();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int member = 0; member < 50; member++) {
            String text = "line of member ".repeat(member % 7) + member + "\n";
            expected.append(text);
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] file = packed.toByteArray();
        ResumingStream.Source source = offset -> inSegments(new ByteArrayInputStream(file, (int) offset, file.length - (int) offset), segment);
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(new ResumingStream(0, file.length, NONE, source, null)))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected.toString());
        }
    }

    /** A connection: it says of nothing that it is there, and gives no more than a segment at a time. */
    private static InputStream inSegments(InputStream in, int segment) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, segment));
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }
}
