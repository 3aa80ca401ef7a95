package dev.reassembly.operator.child;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.workflow.Workflow;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes, finds and suspends what belongs to a ModelReassembly. Objects are created, never applied; only suspend is patched. */
public final class Children {
    /** Marks the operator's children; only these are watched. */
    public static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", "reassembly-operator");

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
        create(owner, client.resource(own(owner, SpecFile.of(owner, workflow.getMetadata().getName()))));
        return create(owner, client.resource(own(owner, workflow)));
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

    /** Deletion is left to the garbage collector. It is not blocked, which would need rights on the owner's finalizers. */
    private static <T extends HasMetadata> T own(ModelReassembly owner, T child) {
        ObjectMeta metadata = child.getMetadata();
        metadata.setNamespace(owner.getMetadata().getNamespace());
        Map<String, String> labels = new HashMap<>(metadata.getLabels() == null ? Map.of() : metadata.getLabels());
        labels.putAll(LABELS);
        metadata.setLabels(labels);
        metadata.setOwnerReferences(List.of(new OwnerReferenceBuilder().withApiVersion(owner.getApiVersion()).withKind(owner.getKind())
                .withName(owner.getMetadata().getName()).withUid(owner.getMetadata().getUid()).withController(true).build()));
        return child;
    }
}
