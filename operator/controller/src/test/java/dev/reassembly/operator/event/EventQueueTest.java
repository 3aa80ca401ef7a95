package dev.reassembly.operator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventQueueTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch server = new CountDownLatch(1);

    @Test
    void nobodyWaitsForTheServerAndTheOrderIsKept() {
        EventQueue queue = new EventQueue(this::whenTheServerAnswers, 100, LONG);
        add(queue, 0, 10);
        assertThat(written).isEmpty();
        server.countDown();
        queue.close();
        assertThat(written).containsExactlyElementsOf(names(0, 10));
        assertThat(queue.dropped()).isZero();
    }

    /** One is being written and three wait; what comes then is dropped, counted, and told once. */
    @Test
    void aFullQueueDropsWhatComes() throws InterruptedException {
        try (Lines lines = new Lines()) {
            EventQueue queue = new EventQueue(this::whenTheServerAnswers, 3, LONG);
            add(queue, 0, 1);
            begun.await();
            add(queue, 1, 9);
            assertThat(queue.dropped()).isEqualTo(5);
            assertThat(lines.said).singleElement().asString().contains("e4");
            server.countDown();
            await().untilAsserted(() -> assertThat(lines.said).hasSize(2));
            assertThat(written).containsExactlyElementsOf(names(0, 4));
            add(queue, 9, 10);
            queue.close();
            assertThat(written).endsWith("e9").hasSize(5);
            assertThat(queue.dropped()).isEqualTo(5);
        }
    }

    @Test
    void anEventThatCannotBeWrittenHoldsUpNoOther() {
        try (Lines lines = new Lines()) {
            EventQueue queue = new EventQueue(event -> {
                if (event.getReason().equals("e1")) {
                    throw new KubernetesClientException("no such namespace");
                }
                written.add(event.getReason());
            }, 100, LONG);
            add(queue, 0, 3);
            queue.close();
            assertThat(written).containsExactly("e0", "e2");
            assertThat(lines.said).singleElement().asString().contains("e1 of team/run", "no such namespace");
        }
    }

    @Test
    void nobodyIsWarnedOfANamespaceThatIsBeingDeleted() {
        try (Lines lines = new Lines()) {
            EventQueue queue = new EventQueue(event -> {
                throw new KubernetesClientException("forbidden", 403, new StatusBuilder().withCode(403).withReason("Forbidden").withNewDetails()
                        .addNewCause("metadata.namespace", "namespace team is being terminated", event.getReason()).endDetails().build());
            }, 100, LONG);
            Stream.of("NamespaceTerminating", "SomethingElse").map(EventQueueTest::event).forEach(queue::add);
            queue.close();
            assertThat(lines.said).singleElement().asString().contains("SomethingElse of team/run");
        }
    }

    /** A server that doesn't answer holds up the end no longer than is allowed, and what was left is counted. */
    @Test
    void theEndIsNotHeldUpForEver() throws InterruptedException {
        try (Lines lines = new Lines()) {
            EventQueue queue = new EventQueue(this::whenTheServerAnswers, 100, Duration.ofMillis(100));
            add(queue, 0, 1);
            begun.await();
            add(queue, 1, 4);
            queue.close();
            assertThat(queue.dropped()).isEqualTo(3);
            add(queue, 4, 5);
            assertThat(queue.dropped()).isEqualTo(4);
            await().untilAsserted(() -> assertThat(lines.said).anyMatch(line -> line.contains("was not recorded") && line.contains("e0 of team/run")));
            assertThat(written).isEmpty();
        }
    }

    private void whenTheServerAnswers(Event event) {
        begun.countDown();
        try {
            server.await();
        } catch (InterruptedException e) {
            throw new KubernetesClientException("interrupted", e);
        }
        written.add(event.getReason());
    }

    private static void add(EventQueue queue, int from, int to) {
        names(from, to).stream().map(EventQueueTest::event).forEach(queue::add);
    }

    private static Event event(String reason) {
        return new EventBuilder().withReason(reason).withNewInvolvedObject().withNamespace("team").withName("run").endInvolvedObject().build();
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "e" + i).toList();
    }

    /** What the queue logs. */
    private static final class Lines extends Handler implements AutoCloseable {
        final List<String> said = new CopyOnWriteArrayList<>();
        private final Logger log = Logger.getLogger(EventQueue.class.getName());

        Lines() {
            log.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            List<Object> parameters = line.getParameters() == null ? new ArrayList<>() : List.of(line.getParameters());
            said.add(line.getMessage() + " " + parameters);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            log.removeHandler(this);
        }
    }
}
