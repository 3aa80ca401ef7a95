package dev.reassembly.data;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** A labelled data set read as a stream from the store; nothing but an index is held in memory. */
public interface Dataset {
    /** Class names in label order. */
    List<String> classes();

    /** Number of examples of a split. */
    int size(Split split);

    /** SHA-256 over what was read: object names, sizes, entity tags, and the split's definition. */
    String digest();

    /** A stream over one split in a fixed order; the caller closes it. */
    Examples open(Split split) throws IOException;

    /**
     * A stream over a split in the pseudo-random order of {@code seed}: the same seed gives the same order. For storage
     * formats that are read sequentially the order is a shuffle within a bounded window of shuffled shards.
     */
    Examples shuffled(Split split, long seed) throws IOException;

    /** Reading fails with {@link dev.reassembly.failure.StepFailedException} where a retry may help. */
    interface Examples extends Iterator<Example>, AutoCloseable {
        /** Passes over the next {@code count} examples, or all that are left, without decoding them where that can be avoided. */
        default void skip(long count) {
            for (long i = 0; i < count && hasNext(); i++) {
                next();
            }
        }

        @Override
        void close() throws IOException;
    }
}
