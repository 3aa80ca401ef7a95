package dev.reassembly.data;

import java.io.IOException;

/** The content of an example before it is decoded: what is cheap enough to keep, shuffle and hand to another thread. */
interface Payload {
    /** Reads and decodes; called at most once for every time the example is drawn, on any thread. */
    Example.Content load() throws IOException;

    /** Approximate bytes of memory that this payload holds on to. */
    long bytes();

    /** A text that has been read already. */
    record OfText(String text) implements Payload {
        private static final int OBJECTS = 56;

        @Override
        public Example.Content load() {
            return new Example.Text(text);
        }

        @Override
        public long bytes() {
            return OBJECTS + 2L * text.length();
        }
    }
}
