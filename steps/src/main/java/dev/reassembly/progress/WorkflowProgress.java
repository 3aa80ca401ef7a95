package dev.reassembly.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.LongSupplier;

/**
 * Writes {@code N/M} of the outermost work into the file that Argo Workflows watches, and passes everything on. The file is
 * replaced as a whole, at most once a second; when it cannot be written the work goes on without. Thread safe.
 */
public final class WorkflowProgress implements Progress {
    private static final long WRITE_NANOS = 1_000_000_000;
    private final Progress next;
    private final Path file;
    private final LongSupplier nanos;
    private Outermost outermost;
    private boolean broken;

    /**
     * @param file the one that {@code ARGO_PROGRESS_FILE} names
     * @param nanos a clock like {@link System#nanoTime}
     */
    WorkflowProgress(Progress next, Path file, LongSupplier nanos) {
        this.next = next;
        this.file = file;
        this.nanos = nanos;
    }

    @Override
    public synchronized Work start(String label, long total) {
        Work shown = next.start(label, total);
        if (outermost != null || total <= 0) {
            return shown;
        }
        outermost = new Outermost(shown, total);
        return outermost;
    }

    @Override
    public void message(String text) {
        next.message(text);
    }

    private void write(String text) {
        if (broken) {
            return;
        }
        try {
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(unfinished, text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            broken = true;
            next.message("progress cannot be written to " + file + ": " + e.getMessage());
        }
    }

    private final class Outermost implements Work {
        private final Work shown;
        private final long total;
        private long done;
        private long lastWritten = nanos.getAsLong();

        Outermost(Work shown, long total) {
            this.shown = shown;
            this.total = total;
            write("0/" + total + "\n");
        }

        @Override
        public void advance(long units) {
            shown.advance(units);
            synchronized (WorkflowProgress.this) {
                done = Math.min(total, done + units);
                if (nanos.getAsLong() - lastWritten >= WRITE_NANOS) {
                    put();
                }
            }
        }

        private void put() {
            lastWritten = nanos.getAsLong();
            write(done + "/" + total + "\n");
        }

        @Override
        public void note(String text) {
            shown.note(text);
        }

        @Override
        public void close() {
            shown.close();
            synchronized (WorkflowProgress.this) {
                if (outermost == this) {
                    put();
                    outermost = null;
                }
            }
        }
    }
}
