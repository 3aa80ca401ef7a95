package dev.reassembly.operator.child;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Draws up the Workflow that runs a ModelReassembly: pure, nothing is created. */
@FunctionalInterface
public interface WorkflowDraft {
    /** @param name of the Workflow, and of the ConfigMap with the spec that its pods mount */
    GenericKubernetesResource draw(ModelReassembly resource, String name);
}
