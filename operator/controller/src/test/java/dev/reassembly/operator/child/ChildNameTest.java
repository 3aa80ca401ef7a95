package dev.reassembly.operator.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildNameTest {
    private static final String UID = "7d1c4a52-0000-4000-8000-3f1b5f6d0a11";

    /** Digests by {@code printf %s UID/ATTEMPT | sha256sum}: a name must never change while its Workflow may be running. */
    @Test
    void followsFromUidAndAttempt() {
        assertThat(ChildName.of("sentiment", UID, "")).hasToString("sentiment-ac18b4af");
        assertThat(ChildName.of("sentiment", UID, "2")).hasToString("sentiment-9a564abe");
    }

    @Test
    void readsTheAttemptFromTheAnnotation() {
        ModelReassembly resource = Samples.resource();
        assertThat(ChildName.wanted(resource)).isEqualTo(ChildName.of("sentiment", UID, ""));
        resource.getMetadata().setAnnotations(Map.of(ChildName.RETRY, "2"));
        assertThat(ChildName.wanted(resource)).isEqualTo(ChildName.of("sentiment", UID, "2"));
    }

    @Test
    void doesNotDependOnTheGenerationThatSuspendChanges() {
        ModelReassembly resource = Samples.resource("generation: 3", "generation: 4");
        assertThat(ChildName.wanted(resource)).isEqualTo(ChildName.wanted(Samples.resource()));
    }

    @Test
    void fitsALabelHoweverLongTheResourcesNameIs() {
        assertThat(ChildName.of("m".repeat(253), UID, "").toString()).hasSize(63).matches("m{54}-[0-9a-f]{8}");
        assertThat(ChildName.of("m".repeat(53) + ".x", UID, "").toString()).matches("m{53}-[0-9a-f]{8}");
    }
}
