package dev.reassembly.progress;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * One line at the bottom of a terminal, redrawn at most ten times a second, for the work started last; messages scroll by
 * above it. A finished piece of work leaves its last line standing. Thread safe.
 */
public final class TerminalProgress implements Progress {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final IntSupplier width;
    private final LongSupplier nanos;
    private final Deque<Bar> open = new ArrayDeque<>();
    private long lastDrawn;
    private int columns;
    private boolean drawn;

    /**
     * @param width columns of the terminal, asked at the start of each piece of work
     * @param nanos a clock like {@link System#nanoTime}
     */
    TerminalProgress(PrintStream out, IntSupplier width, LongSupplier nanos) {
        this.out = out;
        this.width = width;
        this.nanos = nanos;
    }

    @Override
    public synchronized Work start(String label, long total) {
        Bar bar = new Bar(new Measure(label, total, nanos));
        open.push(bar);
        columns = width.getAsInt();
        draw();
        return bar;
    }

    @Override
    public synchronized void message(String text) {
        clear();
        out.println(text);
        draw();
    }

    private void draw() {
        if (!open.isEmpty()) {
            // One column less than there are, or some terminals wrap.
            out.print("\r" + BarLine.of(open.peek().work, columns - 1) + "\u001b[K");
            out.flush();
            drawn = true;
            lastDrawn = nanos.getAsLong();
        }
    }

    private void clear() {
        if (drawn) {
            out.print(CLEAR);
            drawn = false;
        }
    }

    private final class Bar implements Work {
        private final Measure work;

        Bar(Measure work) {
            this.work = work;
        }

        @Override
        public void advance(long units) {
            synchronized (TerminalProgress.this) {
                work.advance(units);
                redraw();
            }
        }

        @Override
        public void note(String text) {
            synchronized (TerminalProgress.this) {
                work.note(text);
                redraw();
            }
        }

        private void redraw() {
            if (open.peek() == this && nanos.getAsLong() - lastDrawn >= REDRAW_NANOS) {
                draw();
            }
        }

        @Override
        public void close() {
            synchronized (TerminalProgress.this) {
                if (open.remove(this)) {
                    clear();
                    out.println(BarLine.of(work, columns - 1));
                    draw();
                }
            }
        }
    }
}
