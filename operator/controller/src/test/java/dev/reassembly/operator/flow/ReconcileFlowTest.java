package dev.reassembly.operator.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.Samples;
import dev.reassembly.operator.child.ChildName;
import dev.reassembly.operator.workflow.Workflow;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.kubernetes.client.KubernetesServerTestResource;
import io.quarkus.test.kubernetes.client.KubernetesServer;
import io.quarkus.test.kubernetes.client.KubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole operator against a mock API server: what is made, what is said, and that nothing is said twice. */
@QuarkusTest
@WithTestResource(value = KubernetesServerTestResource.class, scope = TestResourceScope.GLOBAL)
class ReconcileFlowTest {
    private static final Map<String, Object> FAILED = Map.of("phase", "Failed", "nodes", Map.of("n", Map.of("type", "Retry", "phase", "Failed",
            "displayName", "inspect-a", "templateName", "inspect", "message", "main: Error (exit code 2): a.onnx is not a model",
            "outputs", Map.of("exitCode", "2"))));

    @Inject
    KubernetesClient client;

    @KubernetesTestServer
    KubernetesServer server;

    private Cluster cluster;

    @BeforeEach
    void connect() {
        cluster = new Cluster(client);
    }

    @Test
    void makesOneWorkflowAndOneFileAndFollowsThemToTheEnd() {
        ModelReassembly resource = cluster.apply("whole");
        cluster.awaitCondition("whole", "Succeeded", "Pending");
        String name = ChildName.wanted(resource).toString();
        Workflow workflow = cluster.workflow(name).get();
        assertOwned(resource, workflow.getMetadata().getOwnerReferences());
        ConfigMap file = client.configMaps().inNamespace(Cluster.NAMESPACE).withName(name).get();
        assertOwned(resource, file.getMetadata().getOwnerReferences());
        assertThat(file.getImmutable()).isTrue();

        cluster.argo(name, Map.of("phase", "Running", "progress", "1/4"));
        cluster.awaitCondition("whole", "Succeeded", "Running");
        assertThat(cluster.get("whole").getStatus().progress()).isEqualTo("1/4");
        cluster.argo(name, Map.of("phase", "Succeeded", "progress", "4/4", "outputs", Map.of("parameters", List.of(Map.of("name", "summary", "value",
                "{\"best\":{\"name\":\"a\",\"metric\":0.9},\"output\":{\"uri\":\"s3://zoo/out/model.onnx\"},\"message\":\"Published is a.\"}")))));
        assertThat(cluster.awaitCondition("whole", "Succeeded", "Delivered").getMessage()).isEqualTo("Published is a.");
        assertThat(cluster.get("whole").getStatus().best().metric()).isEqualTo(0.9);
        settle();
        assertThat(cluster.events("whole")).containsExactlyInAnyOrder("Accepted", "WorkflowCreated", "Succeeded");

        cluster.workflow(name).delete();
        settle();
        assertThat(cluster.workflowsOf(resource)).as("a finished run is not run again").isEmpty();
        assertThat(cluster.get("whole").getStatus().best().name()).isEqualTo("a");
    }

    @Test
    void saysNothingWhenNothingHappens() throws InterruptedException {
        cluster.apply("idle");
        cluster.awaitCondition("idle", "Succeeded", "Pending");
        settle();
        String name = cluster.get("idle").getStatus().workflow();
        cluster.argo(name, Map.of("phase", "Running"));
        cluster.awaitCondition("idle", "Succeeded", "Running");
        settle();
        requests();
        // A change that says nothing new wakes the reconciler.
        cluster.argo(name, Map.of("phase", "Running", "startedAt", "2026-01-01T00:00:00Z"));
        Thread.sleep(2_000);
        assertThat(requests()).filteredOn(request -> !request.startsWith("GET "))
                .containsExactly("PATCH /apis/argoproj.io/v1alpha1/namespaces/team/workflows/" + name);
    }

    @Test
    void adoptsItsOwnWorkflow() {
        ModelReassembly resource = cluster.apply("adopt");
        cluster.awaitCondition("adopt", "Succeeded", "Pending");
        String uid = cluster.workflowsOf(resource).get(0).getMetadata().getUid();
        cluster.resource("adopt").editStatus(found -> {
            found.setStatus(null);
            return found;
        });
        cluster.suspend("adopt", true, 2);
        cluster.awaitCondition("adopt", "Succeeded", "Suspended");
        assertThat(cluster.workflowsOf(resource)).singleElement().extracting(workflow -> workflow.getMetadata().getUid()).isEqualTo(uid);
        settle();
        assertThat(cluster.events("adopt")).filteredOn("WorkflowCreated"::equals).hasSize(1);
    }

    @Test
    void leavesAStrangersObjectAlone() {
        ModelReassembly resource = cluster.apply("taken");
        cluster.awaitCondition("taken", "Succeeded", "Pending");
        cluster.argo(cluster.get("taken").getStatus().workflow(), FAILED);
        cluster.awaitCondition("taken", "Succeeded", "UserError");
        resource.getMetadata().setAnnotations(Map.of(ChildName.RETRY, "1"));
        String name = ChildName.wanted(resource).toString();
        client.resource(new ConfigMapBuilder().withNewMetadata().withName(name).withNamespace(Cluster.NAMESPACE).endMetadata().addToData("mine", "1").build())
                .create();
        cluster.annotate("taken", "1");
        assertThat(cluster.awaitCondition("taken", "WorkflowCreated", "NameTaken").getMessage()).contains("ConfigMap " + name);
        assertThat(client.configMaps().inNamespace(Cluster.NAMESPACE).withName(name).get().getData()).containsOnlyKeys("mine");
        assertThat(cluster.workflowsOf(resource)).hasSize(1);
        cluster.annotate("taken", "2");
        cluster.awaitCondition("taken", "Succeeded", "Pending");
    }

    @Test
    void makesALostWorkflowAgain() {
        ModelReassembly resource = cluster.apply("lost");
        cluster.awaitCondition("lost", "Succeeded", "Pending");
        Workflow first = cluster.workflowsOf(resource).get(0);
        cluster.workflow(first.getMetadata().getName()).delete();
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.events("lost").contains("WorkflowLost"));
        assertThat(cluster.workflowsOf(resource)).singleElement().satisfies(again -> {
            assertThat(again.getMetadata().getName()).isEqualTo(first.getMetadata().getName());
            assertThat(again.getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
        });
    }

    @Test
    void triesAFailedRunAgainAndNoOther() {
        ModelReassembly resource = cluster.apply("retry");
        cluster.awaitCondition("retry", "Succeeded", "Pending");
        cluster.annotate("retry", "early");
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.events("retry").contains("RetryRefused"));
        cluster.argo(cluster.get("retry").getStatus().workflow(), FAILED);
        assertThat(cluster.awaitCondition("retry", "Succeeded", "UserError").getMessage()).isEqualTo("Step inspect-a refused its input: a.onnx is not a model");
        settle();
        assertThat(cluster.workflowsOf(resource)).as("the refused retry stays refused").hasSize(1);
        cluster.annotate("retry", "again");
        cluster.awaitCondition("retry", "Succeeded", "Pending");
        assertThat(cluster.workflowsOf(resource)).hasSize(2);
        assertThat(cluster.get("retry").getStatus().workflow()).isEqualTo(ChildName.wanted(cluster.get("retry")).toString());
        settle();
        assertThat(cluster.events("retry")).containsExactlyInAnyOrder("Accepted", "WorkflowCreated", "RetryRefused", "Failed", "RetryRequested", "WorkflowCreated");
    }

    @Test
    void aRetryNeedsAValueThatNoAttemptHad() {
        ModelReassembly resource = cluster.apply("values");
        for (String value : List.of("", "1", "2")) {
            if (!value.isEmpty()) {
                cluster.annotate("values", value);
            }
            cluster.awaitCondition("values", "Succeeded", "Pending");
            cluster.argo(cluster.get("values").getStatus().workflow(), FAILED);
            cluster.awaitCondition("values", "Succeeded", "UserError");
        }
        String third = cluster.get("values").getStatus().workflow();
        cluster.annotate("values", "1");
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.events("values").contains("RetryRefused"));
        cluster.annotate("values", null);
        settle();
        assertThat(cluster.workflowsOf(resource)).hasSize(3);
        assertThat(cluster.get("values").getStatus().workflow()).isEqualTo(third).isNotEqualTo(ChildName.wanted(resource).toString());
        assertThat(cluster.events("values")).filteredOn(event -> event.equals("RetryRefused")).hasSize(1);
    }

    @Test
    void suspendsAndResumes() {
        cluster.apply("pause");
        cluster.awaitCondition("pause", "Succeeded", "Pending");
        String name = cluster.get("pause").getStatus().workflow();
        cluster.suspend("pause", true, 2);
        cluster.awaitCondition("pause", "Succeeded", "Suspended");
        assertThat(cluster.workflow(name).get().getSpec().getSuspend()).isTrue();
        cluster.suspend("pause", false, 3);
        cluster.awaitCondition("pause", "Succeeded", "Pending");
        assertThat(cluster.workflow(name).get().getSpec().getSuspend()).isNull();
        settle();
        assertThat(cluster.events("pause")).containsExactlyInAnyOrder("Accepted", "WorkflowCreated", "Suspended", "Resumed");
    }

    @Test
    void rejectsOnceWhatCannotRun() {
        ModelReassembly unborn = Samples.unborn("invalid");
        unborn.setSpec(Samples.resource("s3://zoo/out", "file:///out").getSpec());
        ModelReassembly resource = client.resource(unborn).create();
        assertThat(cluster.awaitCondition("invalid", "Accepted", "AddressNotS3").getMessage()).startsWith("spec.output.uri: found \"file:///out\"");
        settle();
        assertThat(cluster.workflowsOf(resource)).isEmpty();
        assertThat(cluster.events("invalid")).containsExactly("Rejected");
    }

    /** The requests since this was last asked, those of the test included. */
    private List<String> requests() throws InterruptedException {
        List<String> requests = new ArrayList<>();
        RecordedRequest request = server.getKubernetesMockServer().takeRequest(0, TimeUnit.MILLISECONDS);
        while (request != null) {
            requests.add(request.getMethod() + " " + request.getPath());
            request = server.getKubernetesMockServer().takeRequest(0, TimeUnit.MILLISECONDS);
        }
        return requests;
    }

    /** Waits until the operator has been silent for a second; events, which nothing waits for, have been written by then. */
    private void settle() {
        int[] seen = {-1};
        await().pollInterval(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20)).until(() -> {
            int now = server.getKubernetesMockServer().getRequestCount();
            boolean quiet = now == seen[0];
            seen[0] = now;
            return quiet;
        });
    }

    private static void assertOwned(ModelReassembly owner, List<OwnerReference> references) {
        assertThat(references).singleElement().satisfies(reference -> {
            assertThat(reference.getUid()).isEqualTo(owner.getMetadata().getUid());
            assertThat(reference.getController()).isTrue();
            assertThat(reference.getBlockOwnerDeletion()).isNull();
        });
    }
}
