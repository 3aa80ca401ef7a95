package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Set;

/**
 * What all nodes of one run share.
 *
 * @param device holds what is made on the network's device; closed at the end of the run
 * @param host the same for shapes and other small integers, which stay on the CPU
 * @param training whether gradients may be wanted
 * @param moving scale inputs of the batch normalisations that use and update batch statistics
 * @param real the network's float type
 * @param mixed whether products and convolutions are those of {@link MixedPrecision}
 */
record RunContext(PtNDManager device, PtNDManager host, boolean training, Set<String> moving, DataType real, boolean mixed) {}
