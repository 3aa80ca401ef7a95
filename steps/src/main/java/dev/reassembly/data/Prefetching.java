package dev.reassembly.data;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Decodes examples ahead on a few threads and hands them out in order. At most {@code ahead} decoded examples wait; with no
 * threads every example is decoded when it is asked for.
 */
final class Prefetching implements Dataset.Examples {
    private static final int LONGEST_DECODE_SECONDS = 30;

    private final PendingStream pending;
    private final ExecutorService threads;
    private final int ahead;
    private final Deque<Future<Example>> queue = new ArrayDeque<>();
    private Pending peeked;

    Prefetching(PendingStream pending, int threads, int ahead) {
        this.pending = pending;
        this.ahead = ahead;
        this.threads = threads == 0 ? null : Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "decode");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public boolean hasNext() {
        return !queue.isEmpty() || peek() != null;
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (threads == null) {
            return take().load();
        }
        while (queue.size() < ahead && peek() != null) {
            Pending next = take();
            queue.add(threads.submit(next::load));
        }
        return result(queue.remove());
    }

    @Override
    public void skip(long count) {
        long left = count;
        for (; left > 0 && !queue.isEmpty(); left--) {
            queue.remove().cancel(false);
        }
        for (; left > 0 && peek() != null; left--) {
            take();
        }
    }

    private Pending take() {
        Pending next = peek();
        peeked = null;
        return next;
    }

    private Pending peek() {
        try {
            if (peeked == null) {
                peeked = pending.next();
            }
            return peeked;
        } catch (IOException e) {
            throw new StepFailedException("reading the data set failed: " + e.getMessage(), e);
        }
    }

    private static Example result(Future<Example> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted while decoding examples", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new StepFailedException("decoding an example failed: " + e.getCause(), e.getCause());
        }
    }

    /** A decoder that is under way still reads; it ends before what it reads from is closed. */
    private void awaitThreads() {
        try {
            threads.awaitTermination(LONGEST_DECODE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        if (threads != null) {
            threads.shutdownNow();
            awaitThreads();
        }
        pending.close();
    }
}
