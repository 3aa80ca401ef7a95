package dev.reassembly.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Undecoded pictures. */
final class PictureFile {
    private PictureFile() {}

    /** A picture that is an object of its own: fetched and decoded when it is drawn. */
    record Stored(DataSource source, String uri, String name) implements Payload {
        @Override
        public Example.Content load() throws IOException {
            try (InputStream in = source.open(uri)) {
                return PictureDecoder.decode(in, name);
            }
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** A picture's file content that was read already. */
    record Read(byte[] content, String name) implements Payload {
        @Override
        public Example.Content load() throws IOException {
            return PictureDecoder.decode(new ByteArrayInputStream(content), name);
        }

        @Override
        public long bytes() {
            return content.length;
        }
    }

    /** Grey samples, row by row. */
    record Grey(int width, int height, byte[] samples) implements Payload {
        @Override
        public Example.Content load() {
            byte[] rgb = new byte[samples.length * 3];
            for (int i = 0; i < samples.length; i++) {
                rgb[3 * i] = samples[i];
                rgb[3 * i + 1] = samples[i];
                rgb[3 * i + 2] = samples[i];
            }
            return new Example.Image(width, height, rgb);
        }

        @Override
        public long bytes() {
            return samples.length;
        }
    }
}
