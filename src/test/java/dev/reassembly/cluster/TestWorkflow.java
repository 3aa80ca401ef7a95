package dev.reassembly.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** A workflow that has come to its end. */
public record TestWorkflow(JsonNode status) {
    private static final Set<String> ENDS = Set.of("Succeeded", "Failed", "Error");

    /** Creates a workflow and waits for its end. */
    static TestWorkflow run(TestCluster cluster, String yaml) {
        Resource<GenericKubernetesResource> created = cluster.client().resource(cluster.client().getKubernetesSerialization()
                .unmarshal(yaml, GenericKubernetesResource.class));
        GenericKubernetesResource workflow = cluster.client().resource(created.create())
                .waitUntilCondition(now -> now != null && ENDS.contains(phase(now)), 180, TimeUnit.SECONDS);
        return new TestWorkflow(new ObjectMapper().valueToTree(workflow.getAdditionalProperties().get("status")));
    }

    private static String phase(GenericKubernetesResource workflow) {
        Object phase = workflow.get("status", "phase");
        return phase == null ? "" : phase.toString();
    }

    String phase() {
        return status.path("phase").asText();
    }

    /** What Argo's user interface shows beside each pod: its task's phase and message. */
    List<JsonNode> pods() {
        return pods(status);
    }

    /** The nodes of a workflow's status that are pods. */
    public static List<JsonNode> pods(JsonNode status) {
        return StreamSupport.stream(status.path("nodes").spliterator(), false)
                .filter(node -> node.path("type").asText().equals("Pod")).toList();
    }
}
