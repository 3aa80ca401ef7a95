package dev.reassembly.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Valid objects which together have every field of the spec, so that each bound can be broken in one of them. */
final class CompleteSpecs {
    static final String TEXT = """
            apiVersion: reassembly.dev/v1alpha1
            kind: ModelReassembly
            metadata: {name: text}
            spec:
              zoo:
              - name: a
                uri: s3://zoo/a.onnx
                sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                licence: MIT
                source: somewhere/a
                features: pooled
                preprocessing: {text: {tokenizer: s3://zoo/a.json, maxLength: 64}}
              - name: b
                uri: s3://zoo/b.onnx
                preprocessing: {text: {tokenizer: s3://zoo/b.json}}
              task:
                kind: TextClassification
                metric: MacroF1
                dataset: {uri: s3://zoo/data.jsonl, format: JSONL, classes: [bad, good], textField: text, labelField: label,
                  validation: 0.1, test: 0.2, maxTrain: 100, maxTest: 50}
              partition: {blocks: 3, balance: Flops, tolerance: 0.3, solver: DynamicProgramming, restarts: 8, probeSamples: 64, probeBatch: 16}
              budget: {parameters: 28M, flops: 1.2G, latency: 9.5ms, memory: 512Mi}
              assembly: {candidates: 2, pool: 20, timeLimitSeconds: 10, includeParents: false, truncatedParents: 3, built: 5}
              fineTuning: {mode: Frozen, epochs: 1, batchSize: 8, rungs: 2, learningRate: 0.0001, newLayersLearningRate: 0.01, warmup: 0.1,
                weightDecay: 0.1, labelSmoothing: 0.1, augmentation: false, headStart: Random, distillation: {weight: 0.5, temperature: 4, teachers: 2},
                layerDecay: 0.8, frozenEpochs: 0, precision: Mixed}
              output: {uri: s3://zoo/out, publishPolicy: OnlyIfBetter}
              storage: {endpoint: "http://minio:9000", bucket: runs, prefix: a/b, region: us-east-1, secretName: store}
              seed: 7
              suspend: true
              activeDeadlineSeconds: 3600
              pods:
                image: registry.example/steps:1
                nodeSelector: {disk: fast}
                tolerations: [{key: gpu, operator: Equal, value: "yes", effect: NoSchedule}]
                resources: {all: {cpu: 500m, memory: 1Gi, gpus: 0}}
                placement: {finetune: {nodeSelector: {gpu: h100}, tolerations: [{key: training, operator: Equal, value: "yes", effect: NoSchedule}]}}
            """;

    static final String PICTURES = """
            apiVersion: reassembly.dev/v1alpha1
            kind: ModelReassembly
            metadata: {name: pictures}
            spec:
              zoo:
              - name: a
                uri: s3://zoo/a.onnx
                preprocessing: {image: {height: 32, width: 32, channels: BGR, layout: NHWC, mean: [127.5], std: [1, 2, 3]}}
              - name: b
                uri: s3://zoo/b.onnx
                preprocessing: {image: {height: 48, width: 48}}
              task:
                kind: ImageClassification
                dataset: {uri: s3://zoo/pictures, format: ImageFolder}
              budgets: [{name: fast, parameters: 28M, flops: 1.2G, latency: 5ms, memory: 512Mi}]
              output: {uri: s3://zoo/out}
            """;

    private CompleteSpecs() {}

    static List<JsonNode> all() {
        return List.of(CommittedCrd.parse(TEXT), CommittedCrd.parse(PICTURES));
    }
}
