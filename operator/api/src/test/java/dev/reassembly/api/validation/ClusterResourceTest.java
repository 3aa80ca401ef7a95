package dev.reassembly.api.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A resource as an API server returns it, which is what a step's pod is given. */
class ClusterResourceTest {
    private static final String JSON = """
            {"apiVersion": "reassembly.dev/v1alpha1", "kind": "ModelReassembly",
             "metadata": {
               "name": "sentiment", "namespace": "team-a", "uid": "0f0c9a5e-2f4b-4c7e-9f3b-6a3c1f6d0a11", "resourceVersion": "48213",
               "generation": 2, "creationTimestamp": "2026-01-02T03:04:05Z", "labels": {"team": "a"}, "finalizers": ["example.dev/keep"],
               "annotations": {"reassembly.dev/retry": "2", "note": "tab\\there, slash \\/ and \\ud83d\\ude80",
                 "kubectl.kubernetes.io/last-applied-configuration": "{\\"kind\\":\\"ModelReassembly\\",\\"spec\\":{\\"zoo\\":[]}}\\n"},
               "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "y"}],
               "managedFields": [{"manager": "kubectl", "operation": "Apply", "fieldsType": "FieldsV1",
                 "fieldsV1": {"f:spec": {"f:zoo": {"k:{\\"name\\":\\"a\\"}": {".": {}, "f:uri": {}}}}}}]},
             "spec": {
               "zoo": [
                 {"name": "a", "uri": "s3://zoo/a.onnx", "preprocessing": {"text": {"tokenizer": "s3://zoo/a.json", "maxLength": 128}}},
                 {"name": "b", "uri": "s3://zoo/b.onnx", "preprocessing": {"text": {"tokenizer": "s3://zoo/b.json", "maxLength": 64}}}],
               "task": {"kind": "TextClassification", "dataset": {"uri": "s3://zoo/data.jsonl", "format": "JSONL"}},
               "budget": {"parameters": "28M"}, "output": {"uri": "s3://zoo/out"}, "suspend": false,
               "storage": {"endpoint": "https://minio.example:9000", "bucket": "runs", "prefix": "team-a", "secretName": "keys"}},
             "status": {"observedGeneration": 2, "workflow": "sentiment-1a2b3c4d", "progress": "3/9", "unheardOf": {"by": "this version"}}}
            """;

    private static ModelReassembly read(String json) {
        return new SpecReader().read("modelreassembly.json", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isReadLikeAFile() {
        ModelReassembly resource = read(JSON);
        assertThat(resource.getMetadata().getName()).isEqualTo("sentiment");
        assertThat(resource.getMetadata().getNamespace()).isEqualTo("team-a");
        assertThat(resource.getSpec().zoo()).hasSize(2);
        assertThat(resource.getSpec().zoo().get(1).preprocessing().text().maxLength()).isEqualTo(64);
        assertThat(resource.getSpec().storage().bucket()).isEqualTo("runs");
        assertThat(resource.getSpec().partition().blocks()).as("defaults are filled in").isEqualTo(4);
    }

    /** Only the spec is held to its schema, and strictly. */
    @Test
    void itsSpecIsStillChecked() {
        assertThatThrownBy(() -> read(JSON.replace("\"suspend\": false", "\"suspended\": false"))).isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("spec.suspended: is not a field");
    }

    /** A file may be YAML in flow style, which looks like JSON at first. */
    @Test
    void flowStyleIsYaml() {
        String flow = "{apiVersion: reassembly.dev/v1alpha1, kind: ModelReassembly, metadata: {name: flow},\n" + JSON.substring(JSON.indexOf("\"spec\""));
        assertThat(read(flow).getMetadata().getName()).isEqualTo("flow");
    }
}
