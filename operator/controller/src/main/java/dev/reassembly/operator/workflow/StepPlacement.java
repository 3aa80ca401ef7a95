package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.Placement;
import dev.reassembly.api.v1alpha1.PodToleration;
import dev.reassembly.api.v1alpha1.Pods;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Template;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** On which nodes pods may run: what holds for all of them is the workflow's, and a step with a wish of its own has both in its template. */
final class StepPlacement {
    private static final Pods NONE = new Pods(null, null, null, null, null);

    private final Map<String, String> labels;
    private final List<PodToleration> taints;
    private final Map<String, Placement> steps;

    StepPlacement(Pods pods) {
        Pods asked = Objects.requireNonNullElse(pods, NONE);
        labels = Objects.requireNonNullElse(asked.nodeSelector(), Map.of());
        taints = Objects.requireNonNullElse(asked.tolerations(), List.of());
        steps = Objects.requireNonNullElse(asked.placement(), Map.of());
    }

    void place(IoArgoprojWorkflowV1alpha1WorkflowSpec workflow) {
        if (!labels.isEmpty()) {
            workflow.nodeSelector(labels);
        }
        if (!taints.isEmpty()) {
            workflow.tolerations(tolerations(taints.stream()));
        }
    }

    /** Argo takes a template's own placement in place of the workflow's, hence both. */
    void place(Step step, IoArgoprojWorkflowV1alpha1Template template) {
        Placement own = steps.get(step.podsKey());
        if (own == null) {
            return;
        }
        if (own.nodeSelector() != null && !own.nodeSelector().isEmpty()) {
            Map<String, String> both = new LinkedHashMap<>(labels);
            both.putAll(own.nodeSelector());
            template.nodeSelector(both);
        }
        if (own.tolerations() != null && !own.tolerations().isEmpty()) {
            template.tolerations(tolerations(Stream.concat(taints.stream(), own.tolerations().stream()).distinct()));
        }
    }

    private static List<Toleration> tolerations(Stream<PodToleration> asked) {
        return asked.map(StepPlacement::toleration).toList();
    }

    private static Toleration toleration(PodToleration asked) {
        return new TolerationBuilder().withKey(asked.key()).withOperator(asked.operator() == null ? null : asked.operator().name())
                .withValue(asked.value()).withEffect(asked.effect() == null ? null : asked.effect().name()).build();
    }
}
