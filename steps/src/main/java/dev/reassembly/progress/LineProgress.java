package dev.reassembly.progress;

import java.io.PrintStream;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/** Plain lines for pipes and logs: one at the start, one at the end, and one every five seconds between. Thread safe. */
public final class LineProgress implements Progress {
    private static final long LINE_NANOS = 5_000_000_000L;
    private final PrintStream out;
    private final LongSupplier nanos;

    /** @param nanos a clock like {@link System#nanoTime} */
    LineProgress(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
    }

    @Override
    public Work start(String label, long total) {
        return new Lines(new Measure(label, total, nanos));
    }

    @Override
    public synchronized void message(String text) {
        out.println(text);
        out.flush();
    }

    private final class Lines implements Work {
        private final Measure work;
        private long lastLine = nanos.getAsLong();
        private boolean closed;

        Lines(Measure work) {
            this.work = work;
            message(work.label + ": " + (work.total == 0 ? "started" : work.count()));
        }

        @Override
        public void advance(long units) {
            synchronized (LineProgress.this) {
                work.advance(units);
                if (!work.complete() && nanos.getAsLong() - lastLine >= LINE_NANOS) {
                    lastLine = nanos.getAsLong();
                    message(line(work.left().isEmpty() ? "" : work.left() + " left"));
                }
            }
        }

        @Override
        public void note(String text) {
            synchronized (LineProgress.this) {
                work.note(text);
            }
        }

        @Override
        public void close() {
            synchronized (LineProgress.this) {
                if (!closed) {
                    closed = true;
                    message(line("in " + work.elapsed()));
                }
            }
        }

        private String line(String time) {
            StringJoiner line = new StringJoiner(", ", work.label + ": ", "");
            line.add(work.total == 0 ? work.count() : work.count() + " (" + work.percent().strip() + ")");
            for (String figure : new String[] {work.rate(), time, work.note()}) {
                if (!figure.isEmpty()) {
                    line.add(figure);
                }
            }
            return line.toString();
        }
    }
}
