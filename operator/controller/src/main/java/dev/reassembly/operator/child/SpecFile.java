package dev.reassembly.operator.child;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.workflow.WorkflowBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ConfigMap that the steps' pods read: the same file that a local run is given. Immutable, as the spec is. */
public final class SpecFile {
    private static final ObjectMapper JSON = JsonMapper.builder().defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL)).build();

    private SpecFile() {}

    public static ConfigMap of(ModelReassembly resource, String name) {
        return new ConfigMapBuilder().withNewMetadata().withName(name).withNamespace(resource.getMetadata().getNamespace()).endMetadata()
                .withImmutable(true).addToData(WorkflowBuilder.SPECIFICATION, json(resource)).build();
    }

    private static String json(ModelReassembly resource) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("apiVersion", resource.getApiVersion());
        file.put("kind", resource.getKind());
        file.put("metadata", Map.of("name", resource.getMetadata().getName()));
        file.put("spec", resource.getSpec());
        try {
            return JSON.writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec that was read can be written", e);
        }
    }
}
