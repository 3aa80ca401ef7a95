package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names, labels, owner, and what Argo's user interface says of a workflow. */
final class WorkflowMetadata {
    private static final int LONGEST_LABEL = 63;

    private WorkflowMetadata() {}

    /** Deletion is left to the garbage collector. It is not blocked, which would need rights on the owner's finalizers. */
    static ObjectMeta of(ModelReassembly resource, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(resource.getMetadata().getNamespace())
                .withLabels(labels(resource))
                .withAnnotations(new TreeMap<>(Map.of(
                        "workflows.argoproj.io/title", resource.getMetadata().getName(),
                        "workflows.argoproj.io/description", description(resource.getSpec()))))
                .withOwnerReferences(new OwnerReferenceBuilder().withApiVersion(resource.getApiVersion()).withKind(resource.getKind())
                        .withName(resource.getMetadata().getName()).withUid(resource.getMetadata().getUid()).withController(true).build())
                .build();
    }

    /** Labels of the workflow and of its pods. */
    static Map<String, String> labels(ModelReassembly resource) {
        Map<String, String> labels = new TreeMap<>(WorkflowBuilder.MARK);
        labels.putAll(Map.of(
                "app.kubernetes.io/name", "model-reassembly",
                "app.kubernetes.io/instance", shortened(resource.getMetadata().getName()),
                "app.kubernetes.io/part-of", "deep-model-reassembly"));
        return labels;
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_LABEL ? name : name.substring(0, LONGEST_LABEL).replaceAll("[-.]+$", "");
    }

    private static String description(ModelReassemblySpec spec) {
        return spec.task().kind() + " from " + spec.zoo().size() + " models, " + (spec.budgets() == null
                ? "with at most " + bounds(spec.budget()) : "for " + spec.budgets().size() + " budgets");
    }

    private static String bounds(Budget budget) {
        return Stream.of(bound(budget.parameters(), " parameters"), bound(budget.flops(), " FLOPs"), bound(budget.latency(), " latency"),
                bound(budget.memory(), " memory")).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String bound(String limit, String what) {
        return limit == null ? "" : limit + what;
    }
}
