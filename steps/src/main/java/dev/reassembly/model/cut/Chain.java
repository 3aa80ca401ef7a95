package dev.reassembly.model.cut;

import dev.reassembly.failure.InvalidInputException;
import java.util.List;

/**
 * A model as a chain of layers: {@code cuts.size() == layers.size() + 1}. What follows the last cut is the model's own
 * head and is not part of the chain.
 *
 * @param model the name in the zoo
 * @param inputs which graph input plays which role
 */
public record Chain(String model, Inputs inputs, List<Cut> cuts, List<Layer> layers) {
    public Chain {
        cuts = List.copyOf(cuts);
        layers = List.copyOf(layers);
    }

    /** @throws InvalidInputException when the model has fewer layers than it should give blocks */
    public Chain requireBlocks(int blocks) {
        if (layers.size() < blocks) {
            throw new InvalidInputException("model " + model, "has " + layers.size() + " layers, too few for " + blocks
                    + " blocks");
        }
        return this;
    }

    public long parameters(int from, int to) {
        return layers.subList(from, to).stream().mapToLong(Layer::parameters).sum();
    }

    public long flops(int from, int to) {
        return layers.subList(from, to).stream().mapToLong(Layer::flops).sum();
    }

    /**
     * Names of the graph's inputs by role; the ones a model does not have are null. {@code image} for vision;
     * {@code ids}, {@code mask} and {@code types} (token type ids) for text.
     */
    public record Inputs(String image, String ids, String mask, String types) {}
}
