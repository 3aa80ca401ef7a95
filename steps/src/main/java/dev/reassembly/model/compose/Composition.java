package dev.reassembly.model.compose;

import dev.reassembly.model.graph.Graph;
import java.util.List;

/**
 * A network set from blocks, as one ONNX graph. Tensor names of block i start with {@code b<i>/}, followed by their name
 * in the source; those of the stitch before block i with {@code s<i>/} (weights {@code s<i>/weight} [from, to] and
 * {@code s<i>/bias} [to]); those of the head with {@code head/} ({@code head/weight} [channels, classes] and
 * {@code head/bias} [classes]). The only output is {@code logits} [n, classes].
 *
 * @param graph the whole network, its inputs those of the first block's model
 * @param blocks in order
 * @param stitchInputs the tensor that enters the stitch before block i (null for i = 0)
 * @param stitchOutputs the tensor that leaves it, which is the block's input (null for i = 0; equal to the input when identity)
 * @param pooled the tensor [n, channels] that enters the head's linear map
 * @param roles which graph input plays which role
 */
public record Composition(Graph graph, List<BlockRef> blocks, List<String> stitchInputs, List<String> stitchOutputs,
        String pooled, dev.reassembly.model.cut.Chain.Inputs roles) {}
