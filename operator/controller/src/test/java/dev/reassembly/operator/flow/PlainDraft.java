package dev.reassembly.operator.flow;

import dev.reassembly.operator.child.WorkflowDraft;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import java.util.Map;

/** A Workflow with nothing to do: what these tests ask is not what is in it. */
class PlainDraft {
    @Produces
    @Mock
    WorkflowDraft draft() {
        return (resource, name) -> {
            GenericKubernetesResource workflow = new GenericKubernetesResource();
            workflow.setApiVersion("argoproj.io/v1alpha1");
            workflow.setKind("Workflow");
            workflow.setMetadata(new ObjectMetaBuilder().withName(name).build());
            workflow.setAdditionalProperty("spec", new java.util.HashMap<>(Map.of("entrypoint", "main")));
            return workflow;
        };
    }
}
