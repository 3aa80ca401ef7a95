package dev.reassembly.finetune;

import java.util.List;

/**
 * What a checkpoint holds beside tensors.
 *
 * @param training digest of everything that determines the training; a checkpoint of another one is not used
 * @param steps optimiser updates done
 * @param bestEpoch 1-based
 * @param curve one entry for every epoch done
 */
record CheckpointHeader(String training, long steps, int bestEpoch, List<Epoch> curve) {
    CheckpointHeader {
        curve = List.copyOf(curve);
    }

    /** Whether this training can go on from here, or has its best weights up to the epoch here. */
    boolean serves(String wanted, int untilEpoch) {
        return training.equals(wanted) && bestEpoch <= untilEpoch;
    }
}
