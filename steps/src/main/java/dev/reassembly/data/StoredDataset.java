package dev.reassembly.data;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A data set behind its index: examples are taken from the cache, or read again part by part. */
final class StoredDataset implements Dataset {
    private static final int AHEAD_PER_THREAD = 8;

    private final DatasetIndex index;
    private final List<Part> parts;
    private final SampleFormat format;
    private final String digest;
    private final int threads;

    StoredDataset(DatasetIndex index, List<Part> parts, SampleFormat format, String digest, int threads) {
        this.index = index;
        this.parts = parts;
        this.format = format;
        this.digest = digest;
        this.threads = threads;
    }

    @Override
    public List<String> classes() {
        return index.classes();
    }

    @Override
    public int size(Split split) {
        return SplitRule.count(index.splits(), split);
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public Examples open(Split split) {
        if (index.cached() != null) {
            return decoded(PendingStream.over(cached(split).iterator()));
        }
        return decoded(new Reread(split, IntStream.range(0, parts.size()).boxed().toList()));
    }

    @Override
    public Examples shuffled(Split split, long seed) {
        Random random = new Random(seed);
        if (index.cached() != null) {
            List<Pending> order = cached(split);
            Collections.shuffle(order, random);
            return decoded(PendingStream.over(order.iterator()));
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, parts.size()).boxed().toList());
        Collections.shuffle(order, random);
        return decoded(new ShuffleWindow(new Reread(split, order), random));
    }

    private Examples decoded(PendingStream pending) {
        return new Prefetching(pending, threads, threads * AHEAD_PER_THREAD);
    }

    private List<Pending> cached(Split split) {
        List<Pending> chosen = new ArrayList<>();
        for (int i = 0; i < index.splits().length; i++) {
            if (index.splits()[i] == SplitRule.ordinal(split)) {
                chosen.add(index.cached().get(i));
            }
        }
        return chosen;
    }

    /** Reads parts in a given order and passes on the examples of one split; one part is open at a time. */
    private final class Reread implements PendingStream {
        private final Split split;
        private final Iterator<Integer> order;
        private SampleReader reader;
        private int example;
        private int end;

        Reread(Split split, List<Integer> order) {
            this.split = split;
            this.order = order.stream().filter(this::wanted).iterator();
        }

        private boolean wanted(int part) {
            int first = first(part);
            return IntStream.range(first, first + index.counts()[part])
                    .anyMatch(i -> index.splits()[i] == SplitRule.ordinal(split));
        }

        private int first(int part) {
            return IntStream.range(0, part).map(p -> index.counts()[p]).sum();
        }

        @Override
        public Pending next() throws IOException {
            while (true) {
                if (reader == null) {
                    if (!order.hasNext()) {
                        return null;
                    }
                    int part = order.next();
                    example = first(part);
                    end = example + index.counts()[part];
                    reader = format.open(parts.get(part));
                }
                Sample sample = reader.next();
                if ((sample == null) != (example == end)) {
                    throw new StepFailedException("the data set changed while it was being read", null);
                }
                if (sample == null) {
                    close();
                } else if (index.splits()[example++] == SplitRule.ordinal(split)) {
                    return new Pending(sample.id(), index.labels()[example - 1], sample.payload());
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (reader != null) {
                reader.close();
                reader = null;
            }
        }
    }
}
