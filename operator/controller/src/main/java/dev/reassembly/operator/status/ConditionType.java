package dev.reassembly.operator.status;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/** The conditions of a ModelReassembly. */
public enum ConditionType {
    /** The spec can run on this cluster. */
    Accepted,
    /** The child Workflow exists, or did. */
    WorkflowCreated,
    /** The network was delivered. Unknown until that is decided. */
    Succeeded;

    /** The condition of this type that a status has, which may be null. */
    public Optional<Condition> in(ModelReassemblyStatus status) {
        return status == null || status.conditions() == null ? Optional.empty()
                : status.conditions().stream().filter(condition -> name().equals(condition.getType())).findFirst();
    }
}
