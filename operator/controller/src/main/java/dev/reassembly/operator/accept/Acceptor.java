package dev.reassembly.operator.accept;

import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.Storage;
import dev.reassembly.api.v1alpha1.ZooModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Judges what a schema cannot know: that a cluster's pods reach only object storage, and which storage this operator offers. */
public final class Acceptor {
    private final StorageDefaults defaults;

    public Acceptor(StorageDefaults defaults) {
        this.defaults = defaults;
    }

    /** A pure function of the resource and the operator's defaults; the argument is not changed. */
    public Acceptance judge(ModelReassembly resource) {
        ModelReassemblySpec spec = resource.getSpec();
        Storage storage = defaults.complete(spec.storage());
        return missing(storage).or(() -> notInObjectStorage(spec)).or(() -> zero(spec))
                .orElseGet(() -> new Acceptance.Accepted(with(resource, storage)));
    }

    private static Optional<Acceptance> missing(Storage storage) {
        String fields = Stream.of(field("endpoint", storage.endpoint()), field("bucket", storage.bucket()), field("secretName", storage.secretName()))
                .flatMap(Optional::stream).collect(Collectors.joining(", "));
        return fields.isEmpty() ? Optional.empty() : rejected(RejectionReason.StorageMissing,
                "spec.storage: is incomplete, and the operator has no default for what it lacks: " + fields);
    }

    private static Optional<String> field(String name, String value) {
        return value == null || value.isBlank() ? Optional.of(name) : Optional.empty();
    }

    private static Optional<Acceptance> notInObjectStorage(ModelReassemblySpec spec) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (int i = 0; i < spec.zoo().size(); i++) {
            ZooModel model = spec.zoo().get(i);
            addresses.put("spec.zoo[" + i + "].uri", model.uri());
            Preprocessing preprocessing = model.preprocessing();
            if (preprocessing != null && preprocessing.text() != null) {
                addresses.put("spec.zoo[" + i + "].preprocessing.text.tokenizer", preprocessing.text().tokenizer());
            }
        }
        addresses.put("spec.task.dataset.uri", spec.task().dataset().uri());
        addresses.put("spec.output.uri", spec.output().uri());
        return addresses.entrySet().stream().filter(entry -> !entry.getValue().startsWith("s3://")).findFirst()
                .flatMap(entry -> rejected(RejectionReason.AddressNotS3, entry.getKey() + ": found \"" + entry.getValue()
                        + "\", allowed on a cluster is s3://bucket/key, because pods share no files"));
    }

    private static Optional<Acceptance> zero(ModelReassemblySpec spec) {
        if (spec.budgets() == null) {
            return zero("spec.budget", spec.budget());
        }
        return IntStream.range(0, spec.budgets().size()).mapToObj(i -> zero("spec.budgets[" + i + "]", spec.budgets().get(i).bounds()))
                .flatMap(Optional::stream).findFirst();
    }

    private static Optional<Acceptance> zero(String field, Budget budget) {
        Map<String, String> bounds = new LinkedHashMap<>();
        bounds.put("parameters", budget.parameters());
        bounds.put("flops", budget.flops());
        bounds.put("latency", budget.latency());
        bounds.put("memory", budget.memory());
        return bounds.entrySet().stream().filter(bound -> bound.getValue() != null && !bound.getValue().matches(".*[1-9].*")).findFirst()
                .flatMap(bound -> rejected(RejectionReason.BudgetInvalid, field + "." + bound.getKey() + ": found \"" + bound.getValue()
                        + "\", which no network can keep"));
    }

    private static Optional<Acceptance> rejected(RejectionReason reason, String message) {
        return Optional.of(new Acceptance.Rejected(reason, message));
    }

    private static ModelReassembly with(ModelReassembly resource, Storage storage) {
        ModelReassemblySpec spec = resource.getSpec();
        ModelReassembly copy = new ModelReassembly();
        copy.setMetadata(resource.getMetadata());
        copy.setSpec(new ModelReassemblySpec(spec.zoo(), spec.task(), spec.partition(), spec.budget(), spec.budgets(), spec.assembly(),
                spec.fineTuning(), spec.output(), storage, spec.seed(), spec.suspend(), spec.activeDeadlineSeconds(), spec.pods()));
        return copy;
    }
}
