package dev.reassembly.operator;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Resources that tests start from. */
public final class Samples {
    private static final String YAML = """
            apiVersion: reassembly.dev/v1alpha1
            kind: ModelReassembly
            metadata: {name: sentiment, namespace: team, uid: 7d1c4a52-0000-4000-8000-3f1b5f6d0a11, generation: 3}
            spec:
              zoo:
              - {name: a, uri: "s3://zoo/a.onnx", preprocessing: {text: {tokenizer: "s3://zoo/a.json", maxLength: 64}}}
              - {name: b, uri: "s3://zoo/b.onnx", preprocessing: {text: {tokenizer: "s3://zoo/b.json", maxLength: 64}}}
              task: {kind: TextClassification, metric: Accuracy, dataset: {uri: "s3://zoo/data.jsonl", format: JSONL}}
              partition: {blocks: 3}
              budget: {parameters: 28M}
              assembly: {candidates: 2}
              fineTuning: {rungs: 2}
              output: {uri: "s3://zoo/out"}
              storage: {endpoint: "http://minio:9000", bucket: zoo, region: us-east-1, secretName: minio}
              seed: 0
              suspend: false
            """;

    private Samples() {}

    public static ModelReassembly resource() {
        return Serialization.unmarshal(YAML, ModelReassembly.class);
    }

    /** The sample with one text in place of another. */
    public static ModelReassembly resource(String from, String to) {
        if (!YAML.contains(from)) {
            throw new IllegalArgumentException("the sample has no " + from);
        }
        return Serialization.unmarshal(YAML.replace(from, to), ModelReassembly.class);
    }

    /** A sample for an API server, which gives uid and generation itself. */
    public static ModelReassembly unborn(String name) {
        ModelReassembly resource = resource();
        resource.getMetadata().setName(name);
        resource.getMetadata().setUid(null);
        resource.getMetadata().setGeneration(null);
        return resource;
    }
}
