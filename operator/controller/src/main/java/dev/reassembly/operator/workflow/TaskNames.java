package dev.reassembly.operator.workflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names of models as parts of task names. Argo allows letters, digits and hyphens there, but a model may be called {@code v1.5}: dots
 * become hyphens, and where two models then meet the later one gets a number. The names only depend on the zoo and its order.
 */
final class TaskNames {
    private final Map<String, String> byModel = new HashMap<>();

    TaskNames(Collection<String> models) {
        Set<String> taken = new HashSet<>();
        for (String model : models) {
            String plain = model.replaceAll("[^A-Za-z0-9-]", "-");
            String name = plain;
            for (int i = 2; !taken.add(name); i++) {
                name = plain + "-" + i;
            }
            byModel.put(model, name);
        }
    }

    /** The task that runs a step for one model. */
    String of(Step step, String model) {
        return step.command() + "-" + byModel.get(model);
    }

    /** The task that runs a step for one rung. */
    static String of(Step step, int rung) {
        return step.command() + "-" + rung;
    }
}
