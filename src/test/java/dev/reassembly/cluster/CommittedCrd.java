package dev.reassembly.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The definition under manifests/, and what the API server of a cluster that has it says about objects. Nothing is created. */
final class CommittedCrd {
    static final Path FILE = Path.of(System.getProperty("home", ".")).resolve("manifests/crd/modelreassemblies.reassembly.dev-v1.yml");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final KubernetesClient client;
    private final String namespace;

    private CommittedCrd(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Installs it. It stays: where it was before, objects may depend on it. */
    static CommittedCrd install(KubernetesClient client, TestNamespace namespace) {
        CustomResourceDefinition crd = client.apiextensions().v1().customResourceDefinitions().load(FILE.toFile()).item();
        client.resource(crd).forceConflicts().serverSideApply();
        client.resource(crd).waitUntilCondition(CommittedCrd::established, 30, TimeUnit.SECONDS);
        return new CommittedCrd(client, namespace.name());
    }

    private static boolean established(CustomResourceDefinition crd) {
        return crd != null && crd.getStatus() != null && crd.getStatus().getConditions() != null && crd.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Established") && condition.getStatus().equals("True"));
    }

    /** The schema of {@code spec}. */
    static JsonNode specSchema() {
        try {
            return YAML.readTree(FILE.toFile()).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** What the API server would store for this object: dry run, unknown fields refused. */
    JsonNode accepted(JsonNode object) {
        GenericKubernetesResource resource = YAML.convertValue(object, GenericKubernetesResource.class);
        return YAML.valueToTree(client.resource(resource).inNamespace(namespace).dryRun()
                .fieldValidation(FieldValidateable.Validation.STRICT).create());
    }

    /** Why the API server refuses this object, one line a cause: {@code field: message}; empty when it accepts it. */
    String refusal(JsonNode object) {
        try {
            accepted(object);
            return "";
        } catch (KubernetesClientException e) {
            if (e.getStatus() == null || e.getStatus().getDetails() == null || e.getStatus().getDetails().getCauses().isEmpty()) {
                return e.getMessage();
            }
            StringBuilder causes = new StringBuilder();
            e.getStatus().getDetails().getCauses()
                    .forEach(cause -> causes.append(cause.getField()).append(": ").append(cause.getMessage()).append('\n'));
            return causes.toString();
        }
    }
}
