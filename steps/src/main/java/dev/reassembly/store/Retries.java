package dev.reassembly.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Repeats what may succeed later, waiting longer each time: a random while up to {@code firstWait}, twice that, four times
 * that, so that the pods of one workflow do not all come back at once.
 */
record Retries(int attempts, Duration firstWait, Duration longestWait) {
    static final Retries USUAL = new Retries(5, Duration.ofMillis(250), Duration.ofSeconds(4));

    interface Attempt<T> {
        T run() throws IOException;
    }

    /** Runs the attempt; an {@link IOException} is worth another try, anything else is not. */
    <T> T run(Attempt<T> attempt) throws IOException {
        for (int failed = 1; ; failed++) {
            try {
                return attempt.run();
            } catch (NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                if (failed >= attempts) {
                    throw e;
                }
            }
            pause(failed);
        }
    }

    private void pause(int failed) throws IOException {
        long most = Math.min(longestWait.toMillis(), firstWait.toMillis() << (failed - 1));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    }
}
