package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.AssemblySpec;
import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.PodResources;
import dev.reassembly.api.v1alpha1.Pods;
import dev.reassembly.api.v1alpha1.Storage;
import dev.reassembly.api.v1alpha1.Task;
import dev.reassembly.api.v1alpha1.ZooModel;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Resources and settings to build workflows from. */
final class Samples {
    static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    static final Path FOLDER = Path.of("src/test/resources/workflow");

    private Samples() {}

    static WorkflowSettings plain() {
        return new WorkflowSettings("ghcr.io/deep-model-reassembly/steps:1.0.0", "IfNotPresent", "reassembly-steps", Optional.empty(), Map.of(),
                Optional.empty(), OptionalInt.empty(), 86400, 604800, 3);
    }

    static WorkflowSettings full() {
        return new WorkflowSettings("ghcr.io/deep-model-reassembly/steps:1.0.0", "Always", "reassembly-steps",
                Optional.of(new WorkflowSettings.ArtifactRepository("artifact-repositories", "minio")),
                Map.of("all", new PodResources("1", "2Gi", null)), Optional.of("20Gi"), OptionalInt.of(8), 3600, 7200, 5);
    }

    static ModelReassembly read(String file) {
        try {
            return SERIALIZATION.unmarshal(Files.readString(FOLDER.resolve(file)), ModelReassembly.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A resource whose zoo has the given names. */
    static ModelReassembly zoo(List<String> names, int candidates, int rungs, Storage storage, Pods pods) {
        return zoo(names, candidates, rungs, null, storage, pods);
    }

    static ModelReassembly zoo(List<String> names, int candidates, int rungs, Distillation distillation, Storage storage, Pods pods) {
        ModelReassembly resource = new ModelReassembly();
        resource.setMetadata(new ObjectMetaBuilder().withName("many").withNamespace("research").withUid("uid").build());
        List<ZooModel> zoo = names.stream().map(name -> new ZooModel(name, "s3://zoo/" + name, null, null, null, null, null)).toList();
        FineTuning training = new FineTuning(null, null, null, null, null, null, null, null, rungs, null, null, distillation, null, null, null);
        resource.setSpec(new ModelReassemblySpec(zoo, new Task(Task.Kind.ImageClassification, null, null), null, new Budget("1M", null, null, null), null,
                new AssemblySpec(candidates, null, null, null, null, null), training, null, storage, 0L, false, null, pods));
        return resource;
    }
}
