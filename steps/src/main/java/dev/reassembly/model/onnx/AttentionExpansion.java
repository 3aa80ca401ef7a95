package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Attention (23 to 25) in products, masks and a softmax: Y = softmax(softcap(s Q K') + bias) V for each head, with
 * s = 1 / sqrt(head size) unless given. Keys of the past come before the new ones; groups of query heads share a key head.
 * A query that may look at nothing gets zeros. The softmax runs in the network's own precision, whatever is asked for.
 */
final class AttentionExpansion {
    private static final int MASK = 3;
    private static final int PAST_KEY = 4;
    private static final int PAST_VALUE = 5;
    private static final int VALID_KEYS = 6;

    private final Node node;
    private final Draft draft;
    private final Expansion out;
    private final boolean joinedHeads;

    private AttentionExpansion(Node node, Draft draft) {
        this.node = node;
        this.draft = draft;
        this.out = new Expansion(node, draft);
        int rank = draft.fact(node.inputs().get(0)).rank();
        this.joinedHeads = rank < 0 ? node.integer("q_num_heads", 0) > 0 : rank == 3;
    }

    static List<Node> expand(Node node, Draft draft) {
        return new AttentionExpansion(node, draft).expand();
    }

    private List<Node> expand() {
        String query = apart(node.inputs().get(0), node.integer("q_num_heads", 0));
        String key = withPast(apart(node.inputs().get(1), node.integer("kv_num_heads", 0)), PAST_KEY, 1);
        String value = withPast(apart(node.inputs().get(2), node.integer("kv_num_heads", 0)), PAST_VALUE, 2);
        String products = product(out.add("Mul", query, scale(query)), out.transposed(key, 0, 1, 3, 2), query, key);
        double cap = node.real("softcap", 0);
        String capped = cap == 0 ? products
                : out.add("Mul", out.add("Tanh", out.add("Div", products, out.real(cap))), out.real(cap));
        String bias = bias(query, key);
        String weights = weights(capped, bias);
        String result = product(weights, value, query, key);
        out.output(0, joinedHeads ? out.reshaped(out.transposed(result, 0, 2, 1, 3), 0, 0, -1) : result);
        if (node.outputs().size() > 3) {
            out.output(3, switch ((int) node.integer("qk_matmul_output_mode", 0)) {
                case 0 -> products;
                case 1 -> capped;
                case 2 -> bias.isEmpty() ? capped : out.add("Add", capped, bias);
                default -> weights;
            });
        }
        return out.nodes();
    }

    /** [n, tokens, heads * size] as [n, heads, tokens, size]. */
    private String apart(String tensor, long heads) {
        return joinedHeads ? out.transposed(out.reshaped(tensor, 0, 0, heads, -1), 0, 2, 1, 3) : tensor;
    }

    private String withPast(String tensor, int past, int output) {
        String earlier = UpgradeRule.input(node, past);
        String all = earlier.isEmpty() ? tensor : out.joined(2, earlier, tensor);
        out.output(output, all);
        return all;
    }

    private String scale(String query) {
        if (node.attributes().get("scale") instanceof Attribute.Real given) {
            return out.real(given.value());
        }
        ElementType type = draft.typeOf(node.inputs().get(0));
        String size = out.add("Cast", Map.of("to", new Attribute.Int(type.onnxCode())), out.lengths(query, 3, 4));
        return out.add("Reciprocal", out.add("Sqrt", size));
    }

    /** A matrix product for each query head with its key head. */
    private String product(String left, String right, String query, String key) {
        if (sameHeads()) {
            return out.add("MatMul", left, right);
        }
        String groups = out.joined(0, out.lengths(key, 0, 2), out.longs(-1), out.lengths(left, 2, 4));
        String grouped = out.add("MatMul", out.add("Reshape", left, groups), out.add("Unsqueeze", right, out.longs(2)));
        return out.add("Reshape", grouped, out.joined(0, out.lengths(query, 0, 3), out.longs(-1)));
    }

    private boolean sameHeads() {
        if (joinedHeads) {
            return node.integer("q_num_heads", 0) == node.integer("kv_num_heads", 0);
        }
        List<Long> query = draft.shapes.getOrDefault(node.inputs().get(0), List.of());
        List<Long> key = draft.shapes.getOrDefault(node.inputs().get(1), List.of());
        return query.size() == 4 && key.size() == 4 && query.get(1) > 0 && query.get(1).equals(key.get(1));
    }

    /** What is added to the products: minus infinity where a query must not look; empty for nothing. */
    private String bias(String query, String key) {
        String mask = UpgradeRule.input(node, MASK);
        String allowed = allowed(query, key);
        String rule = allowed.isEmpty() ? "" : hidden(allowed);
        if (mask.isEmpty()) {
            return rule;
        }
        String given = draft.typeOf(mask) == ElementType.BOOL ? hidden(mask) : mask;
        String missing = out.add("Sub", out.lengths(key, 2, 3), out.lengths(given, -1, Integer.MAX_VALUE));
        String whole = out.add("Pad", given, out.joined(0, out.longs(0), missing), out.real(Double.NEGATIVE_INFINITY), out.longs(-1));
        return rule.isEmpty() ? whole : out.add("Add", whole, rule);
    }

    private String hidden(String allowed) {
        return out.add("Where", allowed, out.real(0), out.real(Double.NEGATIVE_INFINITY));
    }

    /** Which key each query may look at by position alone; empty for all. */
    private String allowed(String query, String key) {
        String valid = UpgradeRule.input(node, VALID_KEYS);
        long left = node.integer("left_window_size", -1);
        long right = node.integer("right_window_size", -1);
        boolean causal = node.integer("is_causal", 0) != 0;
        List<String> conditions = new ArrayList<>();
        String columns = causal || left >= 0 || right >= 0 || !valid.isEmpty() ? out.counting(out.lengths(key, 2, 3)) : "";
        if (causal || left >= 0 || right >= 0) {
            String place = place(query, valid);
            if (causal) {
                conditions.add(out.add("LessOrEqual", columns, place));
            }
            if (left >= 0) {
                conditions.add(out.add("GreaterOrEqual", columns, out.add("Sub", place, out.integer(left))));
            }
            if (right >= 0) {
                conditions.add(out.add("LessOrEqual", columns, out.add("Add", place, out.integer(right))));
            }
        }
        if (!valid.isEmpty()) {
            conditions.add(out.add("Less", columns, out.reshaped(valid, -1, 1, 1, 1)));
        }
        return conditions.stream().reduce((a, b) -> out.add("And", a, b)).orElse("");
    }

    /** Where each query stands among the keys, as a column. */
    private String place(String query, String valid) {
        String rows = out.reshaped(out.counting(out.lengths(query, 2, 3)), -1, 1);
        String past = UpgradeRule.input(node, PAST_KEY);
        if (!past.isEmpty()) {
            return out.add("Add", rows, out.lengths(past, 2, 3));
        }
        return valid.isEmpty() ? rows
                : out.add("Add", rows, out.reshaped(out.add("Sub", valid, out.lengths(query, 2, 3)), -1, 1, 1, 1));
    }

    private String weights(String products, String bias) {
        if (bias.isEmpty()) {
            return out.add("Softmax", products);
        }
        boolean onlyCausal = UpgradeRule.input(node, MASK).isEmpty() && UpgradeRule.input(node, VALID_KEYS).isEmpty()
                && node.integer("left_window_size", -1) < 0 && node.integer("right_window_size", -1) < 0;
        if (onlyCausal) {
            return out.add("Softmax", out.add("Add", products, bias)); // Every query may look at the first key at least.
        }
        String most = out.add("ReduceMax", bias, out.longs(-1));
        String blind = out.add("Equal", most, out.real(Double.NEGATIVE_INFINITY));
        String finite = out.add("Where", blind, out.real(0), bias);
        return out.add("Where", blind, out.real(0), out.add("Softmax", out.add("Add", products, finite)));
    }
}
