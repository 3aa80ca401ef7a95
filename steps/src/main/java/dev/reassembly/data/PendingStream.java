package dev.reassembly.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/** Undecoded examples in the order in which they are drawn. */
interface PendingStream extends Closeable {
    /** The next one, or null at the end. */
    Pending next() throws IOException;

    static PendingStream over(Iterator<Pending> items) {
        return new PendingStream() {
            @Override
            public Pending next() {
                return items.hasNext() ? items.next() : null;
            }

            @Override
            public void close() {}
        };
    }
}
