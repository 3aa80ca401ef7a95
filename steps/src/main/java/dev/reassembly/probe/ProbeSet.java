package dev.reassembly.probe;

import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Split;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.util.BitSet;
import java.util.NoSuchElementException;

/**
 * The probe set as a stream: training examples in the pseudo-random order of a seed, as many of each class as of every other
 * as far as they reach. The same data set, size and seed give the same examples in the same order, so every model of a zoo sees
 * the same. Nothing but a bit an example is kept in memory.
 *
 * <p>The first pass takes an equal number of each class and stops when it has enough. If it runs dry, because a class is rare,
 * a second pass takes the missing ones from the other classes, equally again.
 */
final class ProbeSet implements Dataset.Examples {
    private final Dataset dataset;
    private final long seed;
    private final int samples;
    private final int[] taken;
    private final int[] seen;
    private final BitSet used = new BitSet();
    private int level;
    private int extras;
    private int total;
    private int position;
    private boolean second;
    private Dataset.Examples stream;
    private Example next;

    private ProbeSet(Dataset dataset, int samples, long seed) throws IOException {
        this.dataset = dataset;
        this.seed = seed;
        this.samples = samples;
        this.taken = new int[dataset.classes().size()];
        this.seen = new int[taken.length];
        this.level = samples / taken.length;
        this.extras = samples % taken.length;
        this.stream = dataset.shuffled(Split.TRAIN, seed);
    }

    /** The caller closes it. It gives all training examples when there are no more than {@code samples}. */
    static ProbeSet open(Dataset dataset, int samples, long seed) throws IOException {
        return new ProbeSet(dataset, samples, seed);
    }

    /** How many examples the stream gives. */
    static int size(Dataset dataset, int samples) {
        return Math.min(samples, dataset.size(Split.TRAIN));
    }

    @Override
    public boolean hasNext() {
        if (next == null && total < samples) {
            next = find();
        }
        return next != null;
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Example found = next;
        next = null;
        return found;
    }

    private Example find() {
        while (true) {
            while (stream.hasNext()) {
                Example example = stream.next();
                int place = position++;
                if (!second) {
                    seen[example.label()]++;
                }
                if (!used.get(place) && accepts(example.label())) {
                    used.set(place);
                    total++;
                    return example;
                }
            }
            if (second) {
                return null;
            }
            fill();
        }
    }

    private boolean accepts(int label) {
        if (taken[label] > level || taken[label] == level && extras == 0) {
            return false;
        }
        if (taken[label] == level) {
            extras--;
        }
        taken[label]++;
        return true;
    }

    /** The highest level up to which all classes can be filled without passing the wanted number. */
    private void fill() {
        second = true;
        while (reach(level + 1) <= samples && reach(level + 1) > reach(level)) {
            level++;
        }
        extras = samples - reach(level);
        for (int count : taken) {
            extras -= Math.max(0, count - level);
        }
        position = 0;
        try {
            stream.close();
            stream = dataset.shuffled(Split.TRAIN, seed);
        } catch (IOException e) {
            throw new StepFailedException("the training examples could not be read again: " + e.getMessage(), e);
        }
    }

    private int reach(int height) {
        int sum = 0;
        for (int count : seen) {
            sum += Math.min(count, height);
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
