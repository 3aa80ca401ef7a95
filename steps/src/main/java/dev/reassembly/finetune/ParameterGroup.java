package dev.reassembly.finetune;

import java.util.List;

/**
 * Parameters that share a recipe.
 *
 * @param parameters names in the graph
 * @param learningRate the peak learning rate
 * @param weightDecay decoupled weight decay, 0 for none
 * @param resting number of first updates that leave them as they are
 */
public record ParameterGroup(List<String> parameters, double learningRate, double weightDecay, long resting) {
    public ParameterGroup {
        parameters = List.copyOf(parameters);
    }

    /** Moves from the first update on. */
    public ParameterGroup(List<String> parameters, double learningRate, double weightDecay) {
        this(parameters, learningRate, weightDecay, 0);
    }
}
