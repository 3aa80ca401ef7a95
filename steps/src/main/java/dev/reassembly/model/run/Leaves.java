package dev.reassembly.model.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trainable parameters as the engine's automatic differentiation meets them: other handles on the same memory, new ones for each round of
 * gradients. To a gradient that is there, be it zeros, the engine adds, in three passes over memory; where there is none it takes over what arose.
 */
final class Leaves {
    private final Program program;
    private final Map<String, PtNDArray> parameters;
    private final Map<String, PtNDArray> open = new LinkedHashMap<>();
    private Set<String> trainable = Set.of();

    /** @param parameters by name */
    Leaves(Program program, Map<String, PtNDArray> parameters) {
        this.program = program;
        this.parameters = parameters;
    }

    void setTrainable(Set<String> names) {
        forget();
        trainable = names;
    }

    /** Puts them into their slots. */
    void into(PtNDArray[] values) {
        for (String name : trainable) {
            values[program.slot(name)] = leaf(name);
        }
    }

    private PtNDArray leaf(String name) {
        return open.computeIfAbsent(name, key -> {
            PtNDArray leaf = JniUtils.detachGradient(parameters.get(key));
            NDScope.unregister(leaf);
            leaf.setRequiresGradient(true);
            return leaf;
        });
    }

    /** Zeros where nothing led back to the parameter; empty where it is not trainable. */
    Optional<NDArray> gradient(String name) {
        return trainable.contains(name) ? Optional.of(leaf(name).getGradient()) : Optional.empty();
    }

    void forget() {
        open.values().forEach(PtNDArray::close);
        open.clear();
    }
}
