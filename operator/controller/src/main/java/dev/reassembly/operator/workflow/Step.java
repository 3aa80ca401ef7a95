package dev.reassembly.operator.workflow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The commands of the steps' image that a workflow runs, in their order. */
enum Step {
    INSPECT, PROBE, PARTITION, ASSEMBLE, FINETUNE, HALVE, PUBLISH;

    /** The command, which is the template's name as well. */
    String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The step's key in {@code spec.pods}; halving only reads results, as assembling does. */
    String podsKey() {
        return this == HALVE ? ASSEMBLE.command() : command();
    }

    static Optional<Step> ofTemplate(String template) {
        return Arrays.stream(values()).filter(step -> step.command().equals(template)).findFirst();
    }
}
