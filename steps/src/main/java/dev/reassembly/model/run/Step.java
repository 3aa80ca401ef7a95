package dev.reassembly.model.run;

import dev.reassembly.model.graph.Node;

/**
 * One node ready to run. Tensors are known by slots.
 *
 * @param inputs slots of the inputs; -1 where an optional one is left out
 * @param numbers which inputs are read as plain numbers
 * @param outputs slots of the outputs; -1 where one has no name or is not made
 */
record Step(Node node, Operation operation, int[] inputs, boolean[] numbers, int[] outputs) {}
