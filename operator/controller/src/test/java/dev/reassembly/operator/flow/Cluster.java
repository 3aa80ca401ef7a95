package dev.reassembly.operator.flow;

import static org.awaitility.Awaitility.await;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.Samples;
import dev.reassembly.operator.child.ChildName;
import dev.reassembly.operator.workflow.Workflow;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a user and Argo do to an API server, and what can be seen there. */
final class Cluster {
    static final String NAMESPACE = "team";

    private final KubernetesClient client;

    Cluster(KubernetesClient client) {
        this.client = client;
    }

    ModelReassembly apply(String name) {
        return client.resource(Samples.unborn(name)).create();
    }

    Resource<ModelReassembly> resource(String name) {
        return client.resources(ModelReassembly.class).inNamespace(NAMESPACE).withName(name);
    }

    ModelReassembly get(String name) {
        return resource(name).get();
    }

    Resource<Workflow> workflow(String name) {
        return client.resources(Workflow.class).inNamespace(NAMESPACE).withName(name);
    }

    List<Workflow> workflowsOf(ModelReassembly owner) {
        return client.resources(Workflow.class).inNamespace(NAMESPACE).list().getItems().stream()
                .filter(workflow -> workflow.hasOwnerReferenceFor(owner.getMetadata().getUid())).toList();
    }

    /** Argo writes a status. */
    void argo(String workflow, Map<String, Object> status) {
        workflow(workflow).patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
    }

    /** @param retry null to take the annotation away */
    void annotate(String name, String retry) {
        String value = retry == null ? "null" : "\"" + retry + "\"";
        resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"annotations\":{\"" + ChildName.RETRY + "\":" + value + "}}}");
    }

    /** The mock server counts no generations, so a changed spec counts one here. */
    void suspend(String name, boolean suspend, long generation) {
        resource(name).patch(PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"generation\":" + generation + "},\"spec\":{\"suspend\":" + suspend + "}}");
    }

    Condition awaitCondition(String name, String type, String reason) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> condition(name, type), condition -> condition != null && reason.equals(condition.getReason()));
    }

    private Condition condition(String name, String type) {
        ModelReassembly resource = get(name);
        return resource.getStatus() == null || resource.getStatus().conditions() == null ? null
                : resource.getStatus().conditions().stream().filter(condition -> condition.getType().equals(type)).findFirst().orElse(null);
    }

    List<String> events(String name) {
        return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name)).map(event -> event.getReason()).toList();
    }
}
