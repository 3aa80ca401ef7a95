package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What operator sets 22 to 28 brought, in the operators of 21. */
final class NewerOperators {
    static final Map<String, UpgradeRule> RULES = Map.ofEntries(
            Map.entry("Attention", AttentionExpansion::expand),
            Map.entry("RotaryEmbedding", NewerOperators::rotary),
            Map.entry("RMSNormalization", NewerOperators::rootMeanSquare),
            Map.entry("Swish", NewerOperators::swish),
            Map.entry("SwiGLU", NewerOperators::gated),
            Map.entry("TensorScatter", NewerOperators::cache),
            Map.entry("CausalConvWithState", CausalConvolution::expand),
            Map.entry("SpaceToDepth", NewerOperators::spaceToDepth),
            Map.entry("Cast", (node, draft) -> without(node, "round_mode")),
            Map.entry("CastLike", (node, draft) -> without(node, "round_mode")),
            Map.entry("Range", (node, draft) -> without(node, "stash_type")),
            Map.entry("DequantizeLinear", (node, draft) -> without(node, "output_dtype")),
            Map.entry("QuantizeLinear", (node, draft) -> without(node, "precision")));

    private NewerOperators() {}

    /** Attributes that only tell how narrow floats round, which all run as one type. */
    private static List<Node> without(Node node, String attribute) {
        return List.of(UpgradeRule.edit(node, node.inputs(), attribute));
    }

    /** Swish (24): x sigmoid(alpha x). */
    private static List<Node> swish(Node node, Draft draft) {
        Expansion out = new Expansion(node, draft);
        out.output(0, swish(node, out));
        return out.nodes();
    }

    private static String swish(Node node, Expansion out) {
        String x = node.inputs().get(0);
        double alpha = node.real("alpha", 1);
        return out.add("Mul", x, out.add("Sigmoid", alpha == 1 ? x : out.add("Mul", x, out.real(alpha))));
    }

    /** SwiGLU (28): swish(a) b. */
    private static List<Node> gated(Node node, Draft draft) {
        Expansion out = new Expansion(node, draft);
        out.output(0, out.add("Mul", swish(node, out), node.inputs().get(1)));
        return out.nodes();
    }

    /** RMSNormalization (23): x / sqrt(mean(x^2) + epsilon) scale, the mean over the axes from {@code axis} on. */
    private static List<Node> rootMeanSquare(Node node, Draft draft) {
        Expansion out = new Expansion(node, draft);
        String x = node.inputs().get(0);
        long axis = node.integer("axis", -1);
        int rank = draft.fact(x).rank();
        if (axis >= 0 && rank < 0) {
            throw draft.refuse(node, "normalises from axis " + axis + " on, but the rank of '" + x + "' is not known");
        }
        if (rank >= 0 && (axis < -rank || axis >= rank)) {
            throw draft.refuse(node, "has axis " + axis + ", which '" + x + "' of rank " + rank + " does not have");
        }
        long first = axis < 0 ? axis : axis - rank;
        String mean = out.add("ReduceMean", out.add("Mul", x, x), out.longs(LongStream.range(first, 0).toArray()));
        String root = out.add("Sqrt", out.add("Add", mean, out.real(node.real("epsilon", 1e-5f))));
        out.output(0, out.add("Mul", out.add("Div", x, root), node.inputs().get(1)));
        return out.nodes();
    }

    /** RotaryEmbedding (23): pairs of elements turned by the angle of their token's position. */
    private static List<Node> rotary(Node node, Draft draft) {
        Expansion out = new Expansion(node, draft);
        String x = node.inputs().get(0);
        boolean joined = draft.fact(x).rank() < 0 ? node.integer("num_heads", 0) > 0 : draft.fact(x).rank() == 3;
        String heads = joined ? out.reshaped(x, 0, 0, node.integer("num_heads", 0), -1) : x;
        String positions = UpgradeRule.input(node, 3);
        String[] angle = new String[2];
        for (int i = 0; i < 2; i++) {
            String cache = node.inputs().get(1 + i);
            angle[i] = out.add("Unsqueeze", positions.isEmpty() ? cache : out.add("Gather", cache, positions), out.longs(joined ? 2 : 1));
        }
        long turned = node.integer("rotary_embedding_dim", 0);
        String part = turned == 0 ? heads : slice(out, heads, 0, turned, 1);
        boolean interleaved = node.integer("interleaved", 0) != 0;
        List<String> pair = interleaved
                ? List.of(slice(out, part, 0, Long.MAX_VALUE, 2), slice(out, part, 1, Long.MAX_VALUE, 2)) : out.halves(part);
        String real = out.add("Sub", out.add("Mul", angle[0], pair.get(0)), out.add("Mul", angle[1], pair.get(1)));
        String imaginary = out.add("Add", out.add("Mul", angle[1], pair.get(0)), out.add("Mul", angle[0], pair.get(1)));
        String result = interleaved
                ? out.reshaped(out.joined(-1, out.add("Unsqueeze", real, out.longs(-1)), out.add("Unsqueeze", imaginary, out.longs(-1))),
                        0, 0, 0, -1) : out.joined(-1, real, imaginary);
        String whole = turned == 0 ? result : out.joined(-1, result, slice(out, heads, turned, Long.MAX_VALUE, 1));
        out.output(0, joined ? out.reshaped(whole, 0, 0, -1) : whole);
        return out.nodes();
    }

    private static String slice(Expansion out, String value, long start, long end, long step) {
        return out.add("Slice", value, out.longs(start), out.longs(end), out.longs(-1), out.longs(step));
    }

    /** TensorScatter (24): new tokens of each sample written into its cache, from a place of its own on. */
    private static List<Node> cache(Node node, Draft draft) {
        Expansion out = new Expansion(node, draft);
        String past = node.inputs().get(0);
        String update = node.inputs().get(1);
        int rank = draft.fact(past).rank();
        if (rank < 0) {
            throw draft.refuse(node, "needs to know the rank of '" + past + "'");
        }
        long axis = Math.floorMod(node.integer("axis", -2), (long) rank);
        long[] column = LongStream.range(0, rank).map(i -> i == axis ? -1 : 1).toArray();
        long[] sample = LongStream.range(0, rank).map(i -> i == 0 ? -1 : 1).toArray();
        String places = out.reshaped(out.counting(out.lengths(update, axis, axis + 1)), column);
        if (!UpgradeRule.input(node, 2).isEmpty()) {
            places = out.add("Add", places, out.reshaped(node.inputs().get(2), sample));
        }
        if (node.text("mode", "linear").equals("circular")) {
            places = out.add("Mod", places, out.lengths(past, axis, axis + 1));
        }
        String everywhere = out.add("Expand", places, out.add("Shape", update));
        out.output(0, out.add("ScatterElements", Map.of("axis", new Attribute.Int(axis)), past, everywhere, update));
        return out.nodes();
    }

    /** SpaceToDepth (28) may put the channel before the place in the block: each channel is then taken as a map of its own. */
    private static List<Node> spaceToDepth(Node node, Draft draft) {
        if (!node.text("mode", "DCR").equals("CRD")) {
            return without(node, "mode");
        }
        Expansion out = new Expansion(node, draft);
        String x = node.inputs().get(0);
        String blocks = out.add("SpaceToDepth", Map.of("blocksize", new Attribute.Int(node.integer("blocksize", 1))),
                out.reshaped(x, -1, 1, 0, 0));
        String shape = out.joined(0, out.lengths(x, 0, 1), out.longs(-1), out.lengths(blocks, 2, 4));
        out.output(0, out.add("Reshape", blocks, shape));
        return out.nodes();
    }
}
