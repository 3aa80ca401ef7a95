package dev.reassembly.model.compose;

import dev.reassembly.model.cut.FixedBatch;
import dev.reassembly.model.cut.GraphIndex;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.BitSet;
import java.util.List;

/**
 * Copies the part of a model between two cuts, with what it computes from the model's inputs beside the cut tensor, under
 * new names. Weights are the source's own tensors.
 */
final class BlockCopy {
    private final GraphDraft draft;
    private final String prefix;
    private final Part part;
    private final GraphIndex index;
    private final String incoming;
    private final SideInputs sides;

    private BlockCopy(GraphDraft draft, String prefix, Part part, String incoming, SideInputs sides) {
        this.draft = draft;
        this.prefix = prefix;
        this.part = part;
        this.incoming = incoming;
        this.sides = sides;
        Graph graph = FixedBatch.free(part.graph(), part.chain().inputs());
        this.index = new GraphIndex(graph);
    }

    /**
     * @param incoming the tensor of the draft that stands for the block's input
     * @return the tensor that leaves the block
     */
    static String into(GraphDraft draft, String prefix, Part part, String incoming, SideInputs sides) {
        return new BlockCopy(draft, prefix, part, incoming, sides).copy();
    }

    private String copy() {
        BitSet needed = index.needed(List.of(part.exit().tensor()), List.of(part.entry().tensor()));
        needed.stream().mapToObj(index::node).forEach(node -> draft.nodes.add(new Node(prefix + node.name(), node.domain(),
                node.operator(), node.inputs().stream().map(this::source).toList(),
                node.outputs().stream().map(this::made).toList(), node.attributes(), node.opset())));
        return made(part.exit().tensor());
    }

    private String made(String tensor) {
        return tensor.isEmpty() ? "" : prefix + tensor;
    }

    private String source(String tensor) {
        if (tensor.isEmpty() || tensor.equals(part.entry().tensor())) {
            return tensor.isEmpty() ? "" : incoming;
        }
        Tensor constant = index.initializer(tensor);
        if (constant != null) {
            draft.initializers.putIfAbsent(prefix + tensor, constant);
        }
        return index.inputs().contains(tensor) ? sides.bind(draft, prefix, part, tensor) : prefix + tensor;
    }
}
