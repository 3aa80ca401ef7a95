package dev.reassembly.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the project takes for granted of Argo and the object store, each in the smallest workflow that shows it. */
@OnCluster
class ArgoSmokeIT {
    private static TestNamespace namespace;

    /** What any workflow's pods need: an account that may report results, and the store's keys. */
    @BeforeAll
    static void prepare(TestCluster cluster) throws Exception {
        namespace = TestNamespace.create(cluster.client());
        String name = namespace.name();
        cluster.client().resource(new ServiceAccountBuilder().withNewMetadata().withName("steps").withNamespace(name).endMetadata().build()).create();
        cluster.client().resource(new RoleBuilder().withNewMetadata().withName("steps").withNamespace(name).endMetadata()
                .withRules(new PolicyRuleBuilder().withApiGroups("argoproj.io").withResources("workflowtaskresults").withVerbs("create", "patch").build())
                .build()).create();
        cluster.client().resource(new RoleBindingBuilder().withNewMetadata().withName("steps").withNamespace(name).endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "steps")
                .addNewSubject().withKind("ServiceAccount").withName("steps").endSubject().build()).create();
        cluster.client().resource(new SecretBuilder().withNewMetadata().withName("store").withNamespace(name).endMetadata()
                .addToStringData("accessKey", cluster.store().accessKey()).addToStringData("secretKey", cluster.store().secretKey()).build()).create();
        cluster.store().client().makeBucket(MakeBucketArgs.builder().bucket(name).build());
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    private static TestWorkflow run(TestCluster cluster, String file) throws IOException {
        URI store = URI.create(cluster.store().endpoint());
        String yaml = new String(ArgoSmokeIT.class.getResourceAsStream(file).readAllBytes(), StandardCharsets.UTF_8)
                .replace("NAMESPACE", namespace.name()).replace("IMAGE", cluster.shellImage())
                .replace("ENDPOINT", store.getAuthority()).replace("INSECURE", Boolean.toString(store.getScheme().equals("http")));
        return TestWorkflow.run(cluster, yaml);
    }

    @Test
    void anArtifactPassesThroughTheStore(TestCluster cluster) throws Exception {
        TestWorkflow workflow = run(cluster, "artifact.yaml");
        assertThat(workflow.phase()).as(workflow.status().path("message").asText()).isEqualTo("Succeeded");
        assertThat(workflow.pods()).hasSize(2).allSatisfy(pod -> assertThat(pod.path("message").asText()).isEmpty());
        assertThat(workflow.status().at("/outputs/parameters/0/name").asText()).isEqualTo("summary");
        assertThat(workflow.status().at("/outputs/parameters/0/value").asText()).isEqualTo("{\"lines\": 1}");
        try (var stored = cluster.store().client().getObject(GetObjectArgs.builder().bucket(namespace.name()).object("smoke/letters.txt").build())) {
            assertThat(new String(stored.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("abc\n");
        }
    }

    /** A step tells a user's mistake by exit status 2 and a sentence, which Argo shows and which is not tried again. */
    @Test
    void aMistakeIsShownAndNotRetried(TestCluster cluster) throws Exception {
        TestWorkflow workflow = run(cluster, "mistake.yaml");
        assertThat(workflow.phase()).isEqualTo("Failed");
        assertThat(workflow.pods()).hasSize(1);
        JsonNode pod = workflow.pods().get(0);
        assertThat(pod.path("message").asText()).isEqualTo("main: Error (exit code 2): budget.parameters: nothing fits");
        assertThat(pod.at("/outputs/exitCode").asText()).isEqualTo("2");
    }

    @Test
    void aFailureIsRetried(TestCluster cluster) throws Exception {
        TestWorkflow workflow = run(cluster, "failure.yaml");
        assertThat(workflow.phase()).isEqualTo("Succeeded");
        assertThat(workflow.pods()).extracting(pod -> pod.path("phase").asText()).containsExactlyInAnyOrder("Failed", "Succeeded");
    }
}
