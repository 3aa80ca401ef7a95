package dev.reassembly.model.compose;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sets a network from blocks of several models; see {@link Composition} for the names and shapes in its graph. */
public final class Composer {
    private static final long SEED_STEP = 1_000_003;

    private Composer() {}

    /**
     * The network starts with the first block's own input. A stitch's weight starts as the identity where both sides are
     * equally wide, else as normal values of variance 1/from; biases, class tokens start at zero, the head's weight at
     * normal values of deviation 0.02. The blocks' weights are the sources' own tensors.
     *
     * @param parts the blocks in order; the first starts at its model's input, no other does
     * @param stitched for each block whether a trainable stitch stands before it; false is possible only for the first block
     *     and for one that continues the block before it
     * @throws InvalidInputException when blocks of image and text models meet, or no stitch fits between two blocks
     */
    public static Composition compose(List<Part> parts, List<Boolean> stitched, Head head, long seed) {
        requireJoinable(parts, stitched);
        Part first = parts.get(0);
        Chain.Inputs roles = first.chain().inputs();
        GraphDraft draft = new GraphDraft();
        SideInputs sides = new SideInputs(first);
        HeadWriter heads = new HeadWriter(roles.mask());
        List<String> entries = new ArrayList<>(Collections.singletonList(null));
        List<String> linear = new ArrayList<>(Collections.singletonList(null));
        List<String> exits = new ArrayList<>(Collections.singletonList(null));
        String current = BlockCopy.into(draft, Composition.prefix(0), first, first.entry().tensor(), sides);
        for (int i = 1; i < parts.size(); i++) {
            entries.add(current);
            StitchWriter.Written written = new StitchWriter.Written(null, current);
            if (stitched.get(i)) {
                Stitch stitch = new Stitch(parts.get(i - 1).exit().feature(), parts.get(i).entry().feature(), false);
                written = StitchWriter.write(draft, "s" + i + "/", stitch, current, seed + SEED_STEP * i, heads::pool);
            }
            linear.add(written.linearInput());
            exits.add(written.output());
            current = BlockCopy.into(draft, Composition.prefix(i), parts.get(i), written.output(), sides);
        }
        Feature last = parts.get(parts.size() - 1).exit().feature();
        String pooled = heads.write(draft, current, last, head, seed);
        Graph graph = new Graph("reassembly", inputs(first), List.of(new ValueInfo(HeadWriter.LOGITS, ElementType.FLOAT,
                List.of(-1L, (long) head.classes()))), draft.nodes, draft.initializers);
        return new Composition(graph, parts.stream().map(Part::ref).toList(), entries, linear, exits, layerOutputs(parts), pooled, roles);
    }

    private static List<String> layerOutputs(List<Part> parts) {
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (int cut = parts.get(i).ref().from() + 1; cut <= parts.get(i).ref().to(); cut++) {
                outputs.add(Composition.prefix(i) + parts.get(i).chain().cuts().get(cut).tensor());
            }
        }
        return outputs;
    }

    private static void requireJoinable(List<Part> parts, List<Boolean> stitched) {
        if (parts.isEmpty() || stitched.size() != parts.size() || stitched.get(0)) {
            throw new IllegalArgumentException("one flag a block is needed, false for the first");
        }
        if (parts.get(0).ref().from() != 0) {
            throw new InvalidInputException("model " + parts.get(0).ref().model(),
                    "a network's first block starts at its model's input,"
                    + " not at layer " + parts.get(0).ref().from());
        }
        for (int i = 1; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.readsText() != parts.get(0).readsText()) {
                throw new InvalidInputException("model " + part.ref().model(),
                        "blocks of text and of image models do not fit in one"
                        + " network with " + parts.get(0).ref().model());
            }
            if (part.ref().from() == 0) {
                throw new InvalidInputException("model " + part.ref().model(),
                        "a block that reads its model's input can only be the"
                        + " first of a network");
            }
            if (!stitched.get(i) && !part.continues(parts.get(i - 1))) {
                throw new IllegalArgumentException("block " + part.ref() + " does not continue " + parts.get(i - 1).ref()
                        + " and needs a stitch");
            }
        }
    }

    /** The first model's inputs, with a batch axis of any size. */
    private static List<ValueInfo> inputs(Part first) {
        List<ValueInfo> inputs = new ArrayList<>();
        for (ValueInfo input : first.graph().inputs()) {
            if (!first.graph().initializers().containsKey(input.name())) {
                List<Long> shape = new ArrayList<>(input.shape());
                if (!shape.isEmpty()) {
                    shape.set(0, -1L);
                }
                inputs.add(new ValueInfo(input.name(), input.type(), shape));
            }
        }
        return inputs;
    }
}
