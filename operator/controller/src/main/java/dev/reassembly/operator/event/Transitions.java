package dev.reassembly.operator.event;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.operator.status.ConditionType;
import dev.reassembly.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The events that lie between two statuses: one for each condition that came to another status or, when false, another reason. */
public final class Transitions {
    /** An event to tell. */
    public record Told(EventReason reason, String message) {}

    private Transitions() {}

    /** @param before the older status, or null */
    public static List<Told> between(ModelReassemblyStatus before, ModelReassemblyStatus after) {
        List<Told> told = new ArrayList<>();
        changed(ConditionType.Accepted, before, after).ifPresent(now ->
                told.add(new Told(is(now, "True") ? EventReason.Accepted : EventReason.Rejected, now.getMessage())));
        boolean accepted = ConditionType.Accepted.in(after).filter(condition -> is(condition, "True")).isPresent();
        if (!accepted) {
            return told;
        }
        changed(ConditionType.WorkflowCreated, before, after).filter(now -> is(now, "False")).ifPresent(now ->
                told.add(new Told(EventReason.CreationFailed, now.getMessage())));
        boolean created = ConditionType.WorkflowCreated.in(after).filter(condition -> is(condition, "True")).isPresent();
        changed(ConditionType.Succeeded, before, after).filter(now -> created && !is(now, "Unknown")).ifPresent(now ->
                told.add(new Told(ended(now), now.getMessage())));
        return told;
    }

    private static EventReason ended(Condition succeeded) {
        return is(succeeded, "True") ? EventReason.Succeeded
                : Reason.NothingBetter.name().equals(succeeded.getReason()) ? EventReason.NothingBetter : EventReason.Failed;
    }

    private static Optional<Condition> changed(ConditionType type, ModelReassemblyStatus before, ModelReassemblyStatus after) {
        Optional<Condition> then = type.in(before);
        return type.in(after).filter(now -> then.isEmpty() || !now.getStatus().equals(then.get().getStatus())
                || is(now, "False") && !Objects.equals(now.getReason(), then.get().getReason()));
    }

    private static boolean is(Condition condition, String status) {
        return status.equals(condition.getStatus());
    }
}
