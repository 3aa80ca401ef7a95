package dev.reassembly.data;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Batches of one split, each prepared for one or more models from the same examples: an element holds one {@link Batch} for
 * each preprocessor, in their order. The next batches are prepared on another thread; an error there is thrown by
 * {@link #hasNext} or {@link #next}. The preprocessors stay open after {@link #close}, which waits until none is in use.
 */
public final class Batches implements Iterator<List<Batch>>, AutoCloseable {
    private final BlockingQueue<Element> queue;
    private final Thread producer;
    private Element next;

    private Batches(Dataset.Examples examples, Batching batching, List<Preprocessor> preprocessors) {
        queue = new ArrayBlockingQueue<>(batching.ahead());
        producer = new Thread(() -> produce(examples, batching, preprocessors), "batches");
        producer.setDaemon(true);
        producer.start();
    }

    /**
     * Starts to prepare batches; the caller closes what is returned.
     *
     * @param preprocessors at least one
     */
    public static Batches open(Dataset dataset, Split split, Batching batching, List<Preprocessor> preprocessors)
            throws IOException {
        if (preprocessors.isEmpty()) {
            throw new IllegalArgumentException("batches need a preprocessor");
        }
        Dataset.Examples examples = batching.seed() == null ? dataset.open(split) : dataset.shuffled(split, batching.orderSeed());
        return new Batches(examples, batching, List.copyOf(preprocessors));
    }

    private void produce(Dataset.Examples examples, Batching batching, List<Preprocessor> preprocessors) {
        Element last = new Element(null, null);
        try (examples) {
            new BatchPlan(batching, examples).run(drawn -> put(new Element(encode(drawn, batching, preprocessors), null)));
        } catch (IOException e) {
            last = new Element(null, new StepFailedException("closing the data set failed: " + e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            last = new Element(null, e);
        }
        put(last);
    }

    private static List<Batch> encode(List<Example> drawn, Batching batching, List<Preprocessor> preprocessors) {
        List<Example> examples = batching.augmentation() == null ? drawn : drawn.stream()
                .map(example -> batching.augmentation().apply(example, batching.orderSeed())).toList();
        return preprocessors.stream().map(preprocessor -> preprocessor.encode(examples)).toList();
    }

    /** Waits for room; an interrupt (by close) leaves the element out and stays set, which ends the plan. */
    private void put(Element element) {
        try {
            queue.put(element);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepFailedException("interrupted while waiting for a batch", e);
            }
        }
        if (next.failure() instanceof Error error) {
            throw error;
        }
        if (next.failure() instanceof RuntimeException failure) {
            throw failure;
        }
        return next.batches() != null;
    }

    @Override
    public List<Batch> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Batch> batches = next.batches();
        next = null;
        return batches;
    }

    @Override
    public void close() {
        producer.interrupt();
        boolean interrupted = false;
        while (producer.isAlive()) {
            try {
                producer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Batches, a failure, or neither at the end. */
    private record Element(List<Batch> batches, Throwable failure) {}
}
