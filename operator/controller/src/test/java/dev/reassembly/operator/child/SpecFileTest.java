package dev.reassembly.operator.child;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.Samples;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpecFileTest {
    @Test
    void isTheUsersFileAndNothingElse() throws IOException {
        ModelReassembly resource = Samples.resource();
        ConfigMap file = SpecFile.of(resource, "sentiment-1");
        assertThat(file.getImmutable()).isTrue();
        assertThat(file.getMetadata().getNamespace()).isEqualTo("team");
        JsonNode json = new ObjectMapper().readTree(file.getData().get("modelreassembly.json"));
        assertThat(json.fieldNames()).toIterable().containsExactly("apiVersion", "kind", "metadata", "spec");
        assertThat(json.path("metadata").fieldNames()).toIterable().containsExactly("name");
        assertThat(json.at("/spec/zoo/1/preprocessing/text/maxLength").asInt()).isEqualTo(64);
        assertThat(json.path("spec").has("activeDeadlineSeconds")).as("what the user left out stays out").isFalse();
        assertThat(new ObjectMapper().treeToValue(json, ModelReassembly.class).getSpec()).isEqualTo(resource.getSpec());
    }
}
