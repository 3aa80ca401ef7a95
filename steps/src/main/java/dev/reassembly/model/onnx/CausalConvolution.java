package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.List;
import java.util.Map;

/**
 * CausalConvWithState (27): each channel of [n, channels, length] by a kernel of its own that only looks back, at first into
 * the state or zeros. The last elements it would need next are handed out as the new state.
 */
final class CausalConvolution {
    private CausalConvolution() {}

    static List<Node> expand(Node node, Draft draft) {
        List<Long> weight = shape(node.inputs().get(1), draft);
        if (weight.size() != 3 || weight.get(0) < 1 || weight.get(2) < 1) {
            throw draft.refuse(node, "needs a weight '" + node.inputs().get(1) + "' of known shape [channels, 1, length]");
        }
        Expansion out = new Expansion(node, draft);
        long back = weight.get(2) - 1;
        String x = node.inputs().get(0);
        String past = UpgradeRule.input(node, 3);
        String whole = past.isEmpty() ? out.add("Pad", x, out.longs(back, 0), "", out.longs(-1)) : out.joined(2, past, x);
        String bias = UpgradeRule.input(node, 2);
        String[] inputs = bias.isEmpty() ? new String[] {whole, node.inputs().get(1)}
                : new String[] {whole, node.inputs().get(1), bias};
        String sum = out.add("Conv", Map.of("group", new Attribute.Int(weight.get(0))), inputs);
        String activation = node.text("activation", "none");
        out.output(0, switch (activation) {
            case "none" -> sum;
            case "silu", "swish" -> out.add("Mul", sum, out.add("Sigmoid", sum));
            default -> throw draft.refuse(node, "has activation '" + activation + "'; none, silu and swish are supported");
        });
        if (node.outputs().size() > 1) {
            long start = back == 0 ? Long.MAX_VALUE : -back;
            out.output(1, out.add("Slice", whole, out.longs(start), out.longs(Long.MAX_VALUE), out.longs(-1)));
        }
        return out.nodes();
    }

    private static List<Long> shape(String tensor, Draft draft) {
        Tensor constant = draft.constantOf(tensor);
        return constant == null ? draft.shapes.getOrDefault(tensor, List.of()) : constant.shape();
    }
}
