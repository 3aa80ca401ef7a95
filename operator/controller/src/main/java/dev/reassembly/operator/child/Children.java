package dev.reassembly.operator.child;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.workflow.Workflow;
import dev.reassembly.operator.workflow.WorkflowBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/** Makes, finds and suspends what belongs to a ModelReassembly. Objects are created, never applied; only suspend is patched. */
public final class Children {
    private final KubernetesClient client;

    public Children(KubernetesClient client) {
        this.client = client;
    }

    /** A made or found object. */
    public record Made<T>(T object, boolean isNew) {}

    /**
     * Creates the file and then the workflow that reads it; what exists already and is the resource's own is used as it is.
     *
     * @throws NameTakenException when someone else's object has the name
     */
    public Made<Workflow> make(ModelReassembly owner, Workflow workflow) {
        ConfigMap file = SpecFile.of(owner, workflow.getMetadata().getName());
        file.getMetadata().setLabels(WorkflowBuilder.MARK);
        file.getMetadata().setOwnerReferences(workflow.getMetadata().getOwnerReferences());
        create(owner, client.resource(file));
        return create(owner, client.resource(workflow));
    }

    /** Halts a workflow before its next pods, or lets it go on. */
    public Workflow suspend(Workflow workflow, boolean suspend) {
        return client.resource(workflow).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":" + (suspend ? "true" : "null") + "}}");
    }

    private static <T extends HasMetadata> Made<T> create(ModelReassembly owner, Resource<T> resource) {
        try {
            return new Made<>(resource.create(), true);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            T found = resource.get();
            if (found == null) {
                throw e;
            }
            if (!found.hasOwnerReferenceFor(owner.getMetadata().getUid())) {
                throw new NameTakenException(found.getKind(), found.getMetadata().getName());
            }
            return new Made<>(found, false);
        }
    }
}
