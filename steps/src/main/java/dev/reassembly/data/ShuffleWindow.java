package dev.reassembly.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Shuffles a stream within a window: keeps up to {@value #EXAMPLES} undecoded examples, or as many as fit into 64 MiB, and
 * hands out one of them at random whenever the next one is read.
 */
final class ShuffleWindow implements PendingStream {
    static final int EXAMPLES = 8192;
    private static final long BYTES = 64L << 20;

    private final PendingStream source;
    private final Random random;
    private final List<Pending> window = new ArrayList<>();
    private long bytes;
    private boolean ended;

    ShuffleWindow(PendingStream source, Random random) {
        this.source = source;
        this.random = random;
    }

    @Override
    public Pending next() throws IOException {
        while (!ended && window.size() < EXAMPLES && (bytes < BYTES || window.isEmpty())) {
            Pending read = source.next();
            if (read == null) {
                ended = true;
            } else {
                window.add(read);
                bytes += read.payload().bytes();
            }
        }
        if (window.isEmpty()) {
            return null;
        }
        int drawn = random.nextInt(window.size());
        Pending result = window.get(drawn);
        Pending last = window.remove(window.size() - 1);
        if (drawn < window.size()) {
            window.set(drawn, last);
        }
        bytes -= result.payload().bytes();
        return result;
    }

    @Override
    public void close() throws IOException {
        window.clear();
        source.close();
    }
}
