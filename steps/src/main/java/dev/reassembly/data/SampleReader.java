package dev.reassembly.data;

import java.io.IOException;

/** The samples of one part of a data set in a fixed order. Holds at most one stream open, which close ends. */
interface SampleReader extends AutoCloseable {
    /** The next sample, or null at the end. */
    Sample next() throws IOException;

    @Override
    void close() throws IOException;
}
