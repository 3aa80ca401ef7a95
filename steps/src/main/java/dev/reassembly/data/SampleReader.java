package dev.reassembly.data;

import java.io.IOException;

/** The samples of one part of a data set in a fixed order. Close ends the streams that it holds. */
interface SampleReader extends AutoCloseable {
    /** The next sample, or null at the end. */
    Sample next() throws IOException;

    @Override
    void close() throws IOException;
}
