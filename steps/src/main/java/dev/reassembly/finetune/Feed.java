package dev.reassembly.finetune;

import dev.reassembly.data.Split;
import java.io.IOException;
import java.util.Iterator;

/** Where a training takes its mini-batches from. */
interface Feed {
    /** One pass over the training split in the order that follows from the seed and the epoch (from 1). */
    Pass training(int epoch) throws IOException;

    /** One pass over a split in an order that is always the same. */
    Pass evaluation(Split split) throws IOException;

    /** Number of mini-batches of one pass over the training split. */
    int steps();

    /** One pass; closing it frees what prepares batches ahead. */
    interface Pass extends Iterator<MiniBatch>, AutoCloseable {
        @Override
        void close();
    }
}
