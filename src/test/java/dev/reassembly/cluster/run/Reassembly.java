package dev.reassembly.cluster.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.cluster.TestWorkflow;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A ModelReassembly on the cluster, and the workflow that was made for it. */
record Reassembly(Installation in, String namespace, String name) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What {@code kubectl apply} does. */
    static Reassembly apply(Installation in, Path file) {
        String said = in.kubectl("apply", "-f", file.toString()).orThrow();
        return new Reassembly(in, in.namespace(), said.substring(said.indexOf('/') + 1, said.indexOf(' ')));
    }

    Resource<ModelReassembly> resource() {
        return in.client().resources(ModelReassembly.class).inNamespace(namespace).withName(name);
    }

    ModelReassemblyStatus status() {
        return resource().get().getStatus();
    }

    static Optional<Condition> condition(ModelReassemblyStatus status, String type) {
        return status == null || status.conditions() == null ? Optional.empty()
                : status.conditions().stream().filter(condition -> condition.getType().equals(type)).findFirst();
    }

    /** Waits for the status to be so. */
    ModelReassemblyStatus await(Duration atMost, Predicate<ModelReassemblyStatus> condition) {
        try {
            return resource().waitUntilCondition(now -> now != null && now.getStatus() != null && condition.test(now.getStatus()),
                    atMost.toSeconds(), TimeUnit.SECONDS).getStatus();
        } catch (KubernetesClientTimeoutException e) {
            throw new AssertionError(name + " did not come to the status within " + atMost + ": " + status(), e);
        }
    }

    /** Waits for the condition Succeeded to be decided, either way. */
    Condition outcome(Duration atMost) {
        return condition(await(atMost, status -> condition(status, "Succeeded").filter(is -> !is.getStatus().equals("Unknown")).isPresent()),
                "Succeeded").orElseThrow();
    }

    /** Waits for success; any other outcome is a failure of the test. */
    ModelReassemblyStatus success(Duration atMost) {
        Condition outcome = outcome(atMost);
        if (!outcome.getStatus().equals("True")) {
            throw new AssertionError(name + " ended with " + outcome.getReason() + ": " + outcome.getMessage());
        }
        return status();
    }

    /** Waits for an event; the operator records it without holding up the status that it tells of. */
    Event event(Duration atMost, String reason) throws Exception {
        Predicate<Event> wanted = event -> event.getReason().equals(reason);
        CompletableFuture<List<Event>> told = in.client().v1().events().inNamespace(namespace).withField("involvedObject.name", name)
                .informOnCondition(events -> events.stream().anyMatch(wanted));
        try {
            return told.get(atMost.toSeconds(), TimeUnit.SECONDS).stream().filter(wanted).findFirst().orElseThrow();
        } catch (TimeoutException e) {
            throw new AssertionError(name + " has no event " + reason + " after " + atMost, e);
        } finally {
            told.cancel(true);
        }
    }

    /** The Argo Workflow of the present attempt. */
    JsonNode workflow() {
        return JSON.valueToTree(in.client().genericKubernetesResources("argoproj.io/v1alpha1", "Workflow").inNamespace(namespace)
                .withName(status().workflow()).get());
    }

    /** The workflow's pods as Argo's user interface lists them. */
    List<JsonNode> podNodes() {
        return TestWorkflow.pods(workflow().path("status"));
    }

    /** What the delivery says of itself. */
    JsonNode result() throws Exception {
        return JSON.readTree(in.bucket.get("out/" + name + "/result.json"));
    }

    /** What the delivery says of a network of the zoo. */
    JsonNode parent(String model) throws Exception {
        return StreamSupport.stream(result().path("parents").spliterator(), false).filter(parent -> parent.path("name").asText().equals(model))
                .findFirst().orElseThrow(() -> new AssertionError("the delivery does not know " + model));
    }
}
