package dev.reassembly.operator.status;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The conditions of one generation, built upon those before: a condition that keeps its status keeps its time. */
final class Conditions {
    static final String TRUE = "True";
    static final String FALSE = "False";
    static final String UNKNOWN = "Unknown";

    private static final int LONGEST_MESSAGE = 1024;

    private final ModelReassemblyStatus before;
    private final List<Condition> after = new ArrayList<>();
    private final Long generation;
    private final String now;

    /** @param before the status that these conditions follow, or null */
    Conditions(ModelReassemblyStatus before, Long generation, Instant now) {
        this.before = before;
        this.generation = generation;
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    Conditions add(ConditionType type, String status, Enum<?> reason, String message) {
        String time = type.in(before).filter(condition -> status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime).orElse(now);
        after.add(new ConditionBuilder().withType(type.name()).withStatus(status).withReason(reason.name()).withMessage(shortened(message))
                .withObservedGeneration(generation).withLastTransitionTime(time).build());
        return this;
    }

    List<Condition> list() {
        return List.copyOf(after);
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 3) + "...";
    }
}
