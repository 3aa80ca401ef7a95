package dev.reassembly.finetune;

import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * After which epochs a checkpoint is written: all of them while that takes no more than a second, else those at whose end training has gone on for ten
 * times as long since the last one. So writing takes a tenth of the time at most, and a process that dies loses its epoch and ten writings' time at most.
 */
final class CheckpointPace {
    /** Before anything was measured, of a store that is rather slow: bytes a second. */
    private static final double EXPECTED_RATE = 100e6;
    private static final double UNNOTICED_SECONDS = 1;
    private static final double SHARE = 0.1;

    private final LongSupplier nanos;
    private double cost;
    private long since;

    /**
     * @param bytes of a checkpoint
     * @param nanos the clock, as {@link System#nanoTime}
     */
    CheckpointPace(long bytes, LongSupplier nanos) {
        this.nanos = nanos;
        this.cost = bytes / EXPECTED_RATE;
        this.since = nanos.getAsLong();
    }

    interface Writing {
        void run() throws IOException;
    }

    /** Writes when it is time to. */
    void atEpochEnd(Writing writing) throws IOException {
        long start = nanos.getAsLong();
        if (cost > UNNOTICED_SECONDS && (start - since) / 1e9 < cost / SHARE) {
            return;
        }
        writing.run();
        since = nanos.getAsLong();
        cost = (since - start) / 1e9;
    }
}
