package dev.reassembly.model.compose;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A network set from blocks, as one ONNX graph. Tensor names of block i start with {@code b<i>/}, followed by their name
 * in the source; those of the stitch before block i with {@code s<i>/} (weights {@code s<i>/weight} [from, to] and
 * {@code s<i>/bias} [to]); those of the head with {@code head/} ({@code head/weight} [channels, classes] and
 * {@code head/bias} [classes]). The only output is {@code logits} [n, classes].
 *
 * <p>A stitch computes {@code linearInput * weight + bias} over channels; {@code linearInput} has already the axes and the
 * grid of the next block's input (NCHW, NHWC, [n, tokens, channels] or [n, channels]) and only another number of
 * channels, so a regression from it to the block's true input gives weight and bias. One exception: when the graph has an
 * initializer {@code s<i>/class_token} [1, 1, to], it is put before the linear map's tokens, so the regression's target is
 * the true input without its token 0.
 *
 * @param graph the whole network, its inputs those of the first block's model
 * @param blocks in order
 * @param stitchInputs the tensor that enters the stitch before block i (null for i = 0)
 * @param stitchLinearInputs the tensor right before its linear map, after resampling (null for i = 0 and when identity)
 * @param stitchOutputs the tensor that leaves it, which is the block's input (null for i = 0; equal to the input when identity)
 * @param layerOutputs the tensors that leave the pre-trained layers, of all blocks, from the input to the head
 * @param pooled the tensor [n, channels] that enters the head's linear map
 * @param roles which graph input plays which role
 */
public record Composition(Graph graph, List<BlockRef> blocks, List<String> stitchInputs, List<String> stitchLinearInputs,
        List<String> stitchOutputs, List<String> layerOutputs, String pooled, Chain.Inputs roles) {
    public Composition {
        blocks = List.copyOf(blocks);
        layerOutputs = List.copyOf(layerOutputs);
        stitchInputs = Collections.unmodifiableList(new ArrayList<>(stitchInputs));
        stitchLinearInputs = Collections.unmodifiableList(new ArrayList<>(stitchLinearInputs));
        stitchOutputs = Collections.unmodifiableList(new ArrayList<>(stitchOutputs));
    }

    /** The same network with other weights. */
    public Composition withGraph(Graph other) {
        return new Composition(other, blocks, stitchInputs, stitchLinearInputs, stitchOutputs, layerOutputs, pooled, roles);
    }

    /** Whether a part of the network looks at the picture, as a later block may that computes with its shape. */
    public boolean readsPicture(Graph part) {
        return roles.image() != null && part.nodes().stream().anyMatch(node -> node.inputs().contains(roles.image()));
    }

    /** What the names of a block's tensors and nodes begin with; behind it stands the name in the block's source. */
    public static String prefix(int block) {
        return "b" + block + "/";
    }
}
