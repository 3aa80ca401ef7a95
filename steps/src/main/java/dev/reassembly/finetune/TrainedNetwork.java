package dev.reassembly.finetune;

import dev.reassembly.model.graph.Graph;

/**
 * What a training gave.
 *
 * @param result the learning curve and the best epoch
 * @param graph the network with the best epoch's weights and statistics
 */
public record TrainedNetwork(FineTuneResult result, Graph graph) {}
