package dev.reassembly.cluster;

import dev.reassembly.api.v1alpha1.AssemblySpec;
import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.NamedBudget;
import dev.reassembly.api.v1alpha1.Placement;
import dev.reassembly.api.v1alpha1.PodResources;
import dev.reassembly.api.v1alpha1.PodToleration;
import dev.reassembly.api.v1alpha1.Pods;
import dev.reassembly.api.v1alpha1.Storage;
import dev.reassembly.api.v1alpha1.Task;
import dev.reassembly.api.v1alpha1.ZooModel;
import dev.reassembly.operator.workflow.WorkflowSettings;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Specifications and settings in all their variety, as far as a workflow shows it. */
final class RandomResources {
    private static final List<String> STEPS = List.of("inspect", "probe", "partition", "assemble", "finetune", "publish", "all");
    private final Random random;

    RandomResources(long seed) {
        random = new Random(seed);
    }

    ModelReassembly resource() {
        Set<String> names = new LinkedHashSet<>();
        int size = 2 + random.nextInt(63);
        while (names.size() < size) {
            names.add(name(1 + random.nextInt(63)));
        }
        List<ZooModel> zoo = names.stream().map(name -> new ZooModel(name, "s3://zoo/" + name, null, null, null, null, null)).toList();
        boolean several = random.nextBoolean();
        ModelReassembly resource = new ModelReassembly();
        resource.setMetadata(new ObjectMetaBuilder().withName(name(1 + random.nextInt(253))).withUid("0b8f7d0a-3c56-4e0b-8a43-55a3d5f3b0c2").build());
        resource.setSpec(new ModelReassemblySpec(zoo, new Task(Task.Kind.TextClassification, null, null), null,
                several ? null : new Budget("1M", maybe("2G"), null, null), several ? budgets() : null,
                new AssemblySpec(1 + random.nextInt(64), null, null, null, null, null),
                new FineTuning(null, null, null, null, null, null, null, null, 1 + random.nextInt(8), null, null,
                        maybe(new Distillation(random.nextBoolean() ? 0.0 : 0.5, null, null)), null, null, null), null,
                storage(), 0L, random.nextBoolean(), maybe(60L + random.nextInt(1000)), maybe(pods())));
        return resource;
    }

    private List<NamedBudget> budgets() {
        return IntStream.rangeClosed(1, 1 + random.nextInt(16)).mapToObj(i -> new NamedBudget("b-" + i, null, i + "M", null, null)).toList();
    }

    WorkflowSettings settings() {
        return new WorkflowSettings("registry.example:5000/steps:1", "IfNotPresent", "steps",
                Optional.ofNullable(maybe(new WorkflowSettings.ArtifactRepository("artifact-repositories", "minio"))),
                Map.of("all", new PodResources("500m", "1Gi", null)), Optional.ofNullable(maybe("10Gi")),
                random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(9)) : OptionalInt.empty(), random.nextInt(1000), random.nextInt(1000),
                random.nextInt(6));
    }

    private Storage storage() {
        return new Storage(random.nextBoolean() ? "https://minio.example:9000" : "http://minio:9000/", "bucket", maybe("prefix"), maybe("region"), "credentials");
    }

    private Pods pods() {
        return new Pods(maybe("other.example/steps@sha256:" + "0".repeat(64)),
                maybe(Map.of(STEPS.get(random.nextInt(STEPS.size())), new PodResources(maybe("2"), maybe("8Gi"), maybe(random.nextInt(17))))),
                maybe(Map.of("example.org/gpu", "a100")),
                maybe(List.of(new PodToleration("nvidia.com/gpu", PodToleration.Operator.Exists, null, maybe(PodToleration.Effect.NoSchedule)))),
                maybe(Map.of("finetune", new Placement(maybe(Map.of("example.org/gpu", "h100")),
                        maybe(List.of(new PodToleration("training", PodToleration.Operator.Exists, null, null)))))));
    }

    /** Few letters and many dots and hyphens, so that names meet; as the schema has it, a letter or digit at both ends. */
    private String name(int length) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean end = i == 0 || i == length - 1;
            name.append((end ? "ab0" : "ab0-.").charAt(random.nextInt(end ? 3 : 5)));
        }
        return name.toString();
    }

    private <T> T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }
}
