package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.PodResources;
import dev.reassembly.api.v1alpha1.Pods;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a step's pod may use. Each quantity is looked up by itself: in the specification for the step, then for {@code all}, then in
 * the operator's settings for the step, then for {@code all}. Requests equal limits, because a step sizes its heap and threads by its limits.
 */
final class StepResources {
    private static final String ALL = "all";

    private final Map<String, PodResources> asked;
    private final Map<String, PodResources> defaults;

    StepResources(Pods pods, Map<String, PodResources> defaults) {
        this.asked = pods == null || pods.resources() == null ? Map.of() : pods.resources();
        this.defaults = defaults;
    }

    /** Whether any step's pods get a GPU. */
    boolean haveGpus() {
        return Arrays.stream(Step.values()).map(step -> first(step, PodResources::gpus)).anyMatch(gpus -> gpus != null && gpus > 0);
    }

    ResourceRequirements of(Step step) {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        put(quantities, "cpu", first(step, PodResources::cpu));
        put(quantities, "memory", first(step, PodResources::memory));
        Integer gpus = first(step, PodResources::gpus);
        if (gpus != null && gpus > 0) {
            quantities.put("nvidia.com/gpu", new Quantity(gpus.toString()));
        }
        return quantities.isEmpty() ? null : new ResourceRequirementsBuilder().withRequests(quantities).withLimits(quantities).build();
    }

    private <T> T first(Step step, Function<PodResources, T> quantity) {
        return Stream.of(asked.get(step.podsKey()), asked.get(ALL), defaults.get(step.podsKey()), defaults.get(ALL))
                .filter(Objects::nonNull).map(quantity).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static void put(Map<String, Quantity> quantities, String name, String quantity) {
        if (quantity != null) {
            quantities.put(name, new Quantity(quantity));
        }
    }
}
