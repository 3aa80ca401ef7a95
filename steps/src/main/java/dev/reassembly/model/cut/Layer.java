package dev.reassembly.model.cut;

/**
 * What practitioners call a layer: the part of the graph between two neighbouring cuts.
 *
 * @param index 0-based position in the chain; the layer reads cut {@code index} and writes cut {@code index + 1}
 * @param name a readable name from the graph's own node names, unique in the chain
 * @param kind the dominating operator, for example {@code Conv} or {@code Attention}
 * @param parameters number of elements of float initializers used by this layer alone (shared ones count where first used)
 * @param flops multiply-accumulate operations of convolutions and matrix products for one sample at the nominal input size
 * @param activationBytes the most bytes of float activations alive at once inside the layer, for one sample
 */
public record Layer(int index, String name, String kind, long parameters, long flops, long activationBytes) {}
