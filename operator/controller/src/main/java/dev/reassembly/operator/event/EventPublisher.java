package dev.reassembly.operator.event;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells events of a ModelReassembly, without waiting until they are recorded: {@link EventQueue}. All are logged. */
public final class EventPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final String SOURCE = "reassembly-operator";
    private static final int LONGEST_NAME = 230;
    private static final int LONGEST_MESSAGE = 1024;
    private static final int MOST_WAITING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventQueue queue;

    public EventPublisher(KubernetesClient client) {
        queue = new EventQueue(event -> client.resource(event).create(), MOST_WAITING, PATIENCE);
    }

    public void publish(ModelReassembly about, EventReason reason, String message) {
        LOG.info("{}/{}: {}: {}", about.getMetadata().getNamespace(), about.getMetadata().getName(), reason, message);
        queue.add(event(about, reason, message));
    }

    /** How many events were told and will not be recorded, since too many waited or the operator ended. */
    public long dropped() {
        return queue.dropped();
    }

    /** Gives the events that wait a few seconds to be recorded; none are recorded later. */
    @Override
    public void close() {
        queue.close();
    }

    private static Event event(ModelReassembly about, EventReason reason, String message) {
        ObjectMeta metadata = about.getMetadata();
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder().withNewMetadata().withGenerateName(shortened(metadata.getName(), LONGEST_NAME) + ".")
                .withNamespace(metadata.getNamespace()).endMetadata()
                .withNewInvolvedObject().withApiVersion(about.getApiVersion()).withKind(about.getKind()).withName(metadata.getName())
                .withNamespace(metadata.getNamespace()).withUid(metadata.getUid()).withResourceVersion(metadata.getResourceVersion()).endInvolvedObject()
                .withType(reason.type()).withReason(reason.name()).withMessage(shortened(message, LONGEST_MESSAGE))
                .withNewSource().withComponent(SOURCE).endSource().withReportingComponent(SOURCE)
                .withFirstTimestamp(now).withLastTimestamp(now).withCount(1).build();
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
