package dev.reassembly.finetune;

import dev.reassembly.model.graph.Graph;

/**
 * @param graph the network with a fitted head, or as it was
 * @param fit null when the head was not fitted
 */
public record InitialisedHead(Graph graph, HeadFit fit) {}
