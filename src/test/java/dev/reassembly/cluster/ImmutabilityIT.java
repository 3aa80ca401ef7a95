package dev.reassembly.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real API server refuses every change of a spec but suspend, and says what to do instead. */
@OnCluster
class ImmutabilityIT {
    private static final String WHOLE = """
            apiVersion: reassembly.dev/v1alpha1
            kind: ModelReassembly
            metadata: {name: fixed}
            spec:
              zoo:
              - {name: a, uri: "s3://zoo/a.onnx", preprocessing: {text: {tokenizer: "s3://zoo/a.json"}}}
              - {name: b, uri: "s3://zoo/b.onnx", preprocessing: {text: {tokenizer: "s3://zoo/b.json"}}}
              task: {kind: TextClassification, dataset: {uri: "s3://zoo/data.jsonl", format: JSONL}}
              budget: {parameters: 28M}
              output: {uri: "s3://zoo/out"}
              storage: {endpoint: "http://minio:9000", bucket: zoo, secretName: minio}
            """;

    private static TestNamespace namespace;
    private static Resource<GenericKubernetesResource> fixed;

    @BeforeAll
    static void create(TestCluster cluster) {
        KubernetesClient client = cluster.client();
        namespace = TestNamespace.create(client);
        CommittedCrd.install(client, namespace);
        fixed = client.resource(Serialization.unmarshal(WHOLE, GenericKubernetesResource.class)).inNamespace(namespace.name());
        fixed.create();
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            budget                | {"budget": {"parameters": "29M"}}
            budget                | {"budget": {"flops": "1G"}}
            budgets               | {"budget": null, "budgets": [{"name": "small", "flops": "1G"}]}
            task                  | {"task": {"dataset": {"maxTrain": 100}}}
            partition             | {"partition": {"blocks": 5}}
            assembly              | {"assembly": {"candidates": 5}}
            fineTuning            | {"fineTuning": {"epochs": 5}}
            output                | {"output": {"uri": "s3://zoo/elsewhere"}}
            storage               | {"storage": {"bucket": "another"}}
            storage               | {"storage": null}
            seed                  | {"seed": 7}
            activeDeadlineSeconds | {"activeDeadlineSeconds": 600}
            pods                  | {"pods": {"image": "mine"}}
            zoo                   | {"zoo": [{"name": "a", "uri": "s3://zoo/a.onnx", "preprocessing": {"text": {"tokenizer": "s3://zoo/a.json"}}}, \
            {"name": "c", "uri": "s3://zoo/c.onnx", "preprocessing": {"text": {"tokenizer": "s3://zoo/c.json"}}}]}
            """)
    void refusesAnotherSpec(String field, String change) {
        assertThatThrownBy(() -> patch(change)).isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
            assertThat(refused.getCode()).isEqualTo(422);
            assertThat(refused.getMessage()).contains("spec." + field + ": ").contains("cannot be changed: make a new ModelReassembly");
        });
    }

    /** A spec that could be taken away could come back as another. */
    @Test
    void refusesToBeWithoutSpec() {
        assertThatThrownBy(() -> patch("null")).isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
            assertThat(refused.getCode()).isEqualTo(422);
            assertThat(refused.getMessage()).contains("spec: Required value");
        });
    }

    @Test
    void letsSuspendComeAndGo() {
        assertThat(patch("{\"suspend\": true}").<Boolean>get("spec", "suspend")).isTrue();
        assertThat(patch("{\"suspend\": false}").<Boolean>get("spec", "suspend")).isFalse();
    }

    private static GenericKubernetesResource patch(String spec) {
        return fixed.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": " + spec + "}");
    }
}
