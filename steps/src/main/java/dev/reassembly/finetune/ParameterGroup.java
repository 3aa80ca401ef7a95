package dev.reassembly.finetune;

import java.util.List;

/**
 * Parameters that share a recipe.
 *
 * @param parameters names in the graph
 * @param learningRate the peak learning rate
 * @param weightDecay decoupled weight decay, 0 for none
 */
public record ParameterGroup(List<String> parameters, double learningRate, double weightDecay) {
    public ParameterGroup {
        parameters = List.copyOf(parameters);
    }
}
