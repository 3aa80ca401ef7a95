package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/** What one node of a graph does to its operands; bound to the node's attributes when the graph is loaded. */
@FunctionalInterface
interface Operation {
    /**
     * @return one tensor for each output of the node. Temporaries need not be closed: the caller closes whatever was made
     *     meanwhile and is not returned. Operands are never changed, except running statistics in training.
     */
    List<PtNDArray> apply(Operands operands);
}
