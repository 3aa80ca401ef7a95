package dev.reassembly.finetune;

import dev.reassembly.data.Split;
import java.io.IOException;

/** Where a training takes its mini-batches from. */
interface Feed {
    /** One pass over the training split in the order that follows from the seed and the epoch (from 1). */
    Pass<MiniBatch> training(int epoch) throws IOException;

    /** One pass over a split in an order that is always the same. */
    Pass<MiniBatch> evaluation(Split split) throws IOException;

    /** Number of mini-batches of one pass over the training split. */
    int steps();
}
