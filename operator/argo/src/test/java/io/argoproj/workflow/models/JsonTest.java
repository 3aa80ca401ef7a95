package io.argoproj.workflow.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The generated classes write what was set and nothing else, and read what Argo writes. */
class JsonTest {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    @Test
    void writesOnlyWhatWasSet() throws IOException {
        IoArgoprojWorkflowV1alpha1Template template = new IoArgoprojWorkflowV1alpha1Template().name("a")
                .container(new ContainerBuilder().withName("main").withImage("i").build());
        assertThat(JSON.writeValueAsString(template)).isEqualTo("{\"name\":\"a\",\"container\":{\"image\":\"i\",\"name\":\"main\"}}");
    }

    @Test
    void keepsAnObjectWithoutFields() throws IOException {
        assertThat(JSON.writeValueAsString(new IoArgoprojWorkflowV1alpha1ArchiveStrategy().none(Map.of()))).isEqualTo("{\"none\":{}}");
    }

    @Test
    void readsTimesNumbersAndFieldsThatItDoesNotKnow() throws IOException {
        IoArgoprojWorkflowV1alpha1NodeStatus node = JSON.readValue("""
                {"id": "a-1", "name": "a", "type": "Pod", "startedAt": "2026-01-01T10:00:00Z", "finishedAt": null, "hostNodeName": "n"}""",
                IoArgoprojWorkflowV1alpha1NodeStatus.class);
        assertThat(node.getStartedAt().toInstant()).isEqualTo(Instant.parse("2026-01-01T10:00:00Z"));
        assertThat(node.getFinishedAt()).isNull();
        assertThat(JSON.readValue("{\"limit\": 3}", IoArgoprojWorkflowV1alpha1RetryStrategy.class).getLimit()).isEqualTo("3");
    }
}
