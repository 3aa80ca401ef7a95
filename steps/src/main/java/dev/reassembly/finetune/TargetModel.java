package dev.reassembly.finetune;

import dev.reassembly.data.Preprocessor;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;

/**
 * A model of the zoo, to compute the true inputs of its blocks with.
 *
 * @param name what the zoo calls it
 * @param graph the whole model, for any batch size
 * @param chain its cuts
 * @param preprocessor what its zoo entry declares
 */
public record TargetModel(String name, Graph graph, Chain chain, Preprocessor preprocessor) {}
