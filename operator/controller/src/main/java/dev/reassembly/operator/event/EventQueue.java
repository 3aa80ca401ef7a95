package dev.reassembly.operator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to the API server, written in their order by a thread of their own, so that no reconciliation waits for them. When too many
 * wait, new ones are dropped. An event that is dropped or cannot be written is logged and fails nothing.
 */
final class EventQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final String NAMESPACE_ENDS = "NamespaceTerminating";

    private final Consumer<Event> write;
    private final Duration patience;
    private final ThreadPoolExecutor writer;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean overrun = new AtomicBoolean();

    /**
     * @param write writes one event
     * @param most events that may wait
     * @param patience how long those that wait at the end are given
     */
    EventQueue(Consumer<Event> write, int most, Duration patience) {
        this.write = write;
        this.patience = patience;
        writer = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(most), work -> {
            Thread thread = new Thread(work, "events");
            thread.setDaemon(true);
            return thread;
        });
    }

    void add(Event event) {
        try {
            writer.execute(() -> write(event));
        } catch (RejectedExecutionException e) {
            dropped.incrementAndGet();
            if (!overrun.getAndSet(true)) {
                LOG.warn("event {} is dropped, and so are more: {} wait, or the operator ends", named(event), writer.getQueue().size());
            }
        }
    }

    /** How many events were never tried, since too many waited or the end came. */
    long dropped() {
        return dropped.get();
    }

    /** Takes no more events and waits for those that are there, for a bounded time. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int left = writer.shutdownNow().size();
        if (left > 0) {
            dropped.addAndGet(left);
            LOG.warn("{} events were not recorded before the end", left);
        }
    }

    private void write(Event event) {
        try {
            write.accept(event);
        } catch (RuntimeException e) {
            if (namespaceEnds(e)) {
                LOG.debug("event {} was not recorded: its namespace is being deleted", named(event));
            } else {
                LOG.warn("event {} was not recorded: {}", named(event), e.getMessage());
            }
        }
        if (writer.getQueue().isEmpty() && !writer.isShutdown() && overrun.getAndSet(false)) {
            LOG.warn("events are recorded again; {} were dropped since the start", dropped);
        }
    }

    /** Whether the API server takes nothing new since the namespace is being deleted, as happens when a namespace goes with all its resources. */
    private static boolean namespaceEnds(RuntimeException failure) {
        return failure instanceof KubernetesClientException refused && refused.getStatus() != null && refused.getStatus().getDetails() != null
                && refused.getStatus().getDetails().getCauses().stream().anyMatch(cause -> NAMESPACE_ENDS.equals(cause.getReason()));
    }

    private static String named(Event event) {
        return event.getReason() + " of " + event.getInvolvedObject().getNamespace() + "/" + event.getInvolvedObject().getName();
    }
}
