package dev.reassembly.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** A namespace of its own for a class of tests; deleted, with all that is in it, when closed. */
public record TestNamespace(KubernetesClient client, String name) implements AutoCloseable {
    public static TestNamespace create(KubernetesClient client) {
        String name = client.namespaces().resource(new NamespaceBuilder().withNewMetadata().withGenerateName("e2e-").endMetadata().build())
                .create().getMetadata().getName();
        return new TestNamespace(client, name);
    }

    @Override
    public void close() {
        client.namespaces().withName(name).delete();
    }
}
