package dev.reassembly.progress;

import java.util.Locale;
import java.util.function.LongSupplier;

/** How far one piece of work is: count, rate and the time it still takes, as text. The total may be 0 when unknown. */
final class Measure {
    private final LongSupplier nanos;
    private final long start;
    final String label;
    final long total;
    private long done;
    private String note = "";

    /** @param nanos a clock like {@link System#nanoTime} */
    Measure(String label, long total, LongSupplier nanos) {
        this.label = label;
        this.total = Math.max(0, total);
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    void advance(long units) {
        done += units;
        if (total > 0) {
            done = Math.min(done, total);
        }
    }

    void note(String text) {
        note = text == null ? "" : text;
    }

    long done() {
        return done;
    }

    String note() {
        return note;
    }

    /** From 0 to 1; 0 when the total is unknown. */
    double fraction() {
        return total == 0 ? 0 : (double) done / total;
    }

    boolean complete() {
        return total > 0 && done == total;
    }

    String percent() {
        return String.format(Locale.ROOT, "%3d%%", (int) (100 * fraction()));
    }

    String count() {
        return total == 0 ? number(done) : number(done) + "/" + number(total);
    }

    /** Units a second since the start, or empty before there is any. */
    String rate() {
        double seconds = seconds();
        return done == 0 || seconds <= 0 ? "" : number(done / seconds) + "/s";
    }

    /** Time left at the rate so far, or empty when it cannot be known. */
    String left() {
        return done == 0 || total == 0 || complete() ? "" : time(seconds() * (total - done) / done);
    }

    String elapsed() {
        return time(seconds());
    }

    private double seconds() {
        return (nanos.getAsLong() - start) / 1e9;
    }

    /** {@code 7}, {@code 0.25}, {@code 12.5}, {@code 16384}, {@code 94.4M}. */
    static String number(double value) {
        if (value >= 1e9) {
            return String.format(Locale.ROOT, "%.1fG", value / 1e9);
        }
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.1fM", value / 1e6);
        }
        if (value == Math.rint(value) || value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 1 ? "%.1f" : "%.2f", value);
    }

    /** {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
    static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 3600 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
