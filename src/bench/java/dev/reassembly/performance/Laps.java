package dev.reassembly.performance;

import dev.reassembly.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Notes when a piece of work got on, and what the process had then needed of memory: a stopwatch for loops that report progress. */
final class Laps implements Progress {
    private final LongSupplier clock;
    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> units = new ArrayList<>();
    private double peak;

    Laps() {
        this(System::nanoTime);
    }

    /** @param clock in nanoseconds */
    Laps(LongSupplier clock) {
        this.clock = clock;
    }

    /** Only the first work that is started is timed. */
    @Override
    public Work start(String label, long total) {
        return nanos.isEmpty() ? new Timed() : SILENT.start(label, total);
    }

    @Override
    public void message(String text) {
        System.out.println(text);
    }

    /** Units of work that each later piece of work brought. */
    List<Long> units() {
        return units.subList(1, units.size());
    }

    /**
     * Units a second, of so many pieces of work together each time.
     *
     * @param unit what a unit of progress counts for
     * @param warmUp first pieces that do not count
     */
    List<Double> rates(long unit, int warmUp, int together) {
        List<Double> rates = new ArrayList<>();
        for (int from = warmUp; from + together < nanos.size(); from += together) {
            long done = units.subList(from + 1, from + together + 1).stream().mapToLong(Long::longValue).sum();
            rates.add(done * unit * 1e9 / (nanos.get(from + together) - nanos.get(from)));
        }
        return rates;
    }

    /** In MiB, at the last piece of work. */
    double peak() {
        return peak;
    }

    private final class Timed implements Work {
        private Timed() {
            nanos.add(clock.getAsLong());
            units.add(0L);
        }

        @Override
        public void advance(long done) {
            nanos.add(clock.getAsLong());
            units.add(done);
            peak = PeakMemory.mebibytes();
        }

        @Override
        public void note(String text) {}

        @Override
        public void close() {}
    }
}
