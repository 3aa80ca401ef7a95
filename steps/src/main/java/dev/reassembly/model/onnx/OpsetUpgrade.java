package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings nodes from the semantics of opset 7 to 28 to those of opset 21. An operator in the table changed its form or its
 * meaning in the operator set named there, and its rule rewrites nodes of older ones; what came after 21 is written in
 * older operators (see {@link NewerOperators}).
 *
 * <p>All other operators pass as they are. Their newer versions only allow more: more element types (9 to 28), negative
 * axes and indices (11), and attributes whose default is the old behaviour ({@code ceil_mode}, {@code dilations},
 * {@code allowzero}, {@code select_last_index}, {@code start} and {@code end} of Shape, {@code layout} of the recurrent ones,
 * {@code reduction} of the scattering ones, {@code saturate}, {@code block_size}, {@code antialias}). One corner is not kept:
 * OneHot before 11 set no value at all for a negative index.
 */
final class OpsetUpgrade {
    private record Change(int since, UpgradeRule rule) {}

    private static final Map<String, Change> CHANGES = changes();

    private OpsetUpgrade() {}

    private static Map<String, Change> changes() {
        Map<String, Change> changes = new HashMap<>();
        changes.put("Slice", new Change(10, AttributesToInputs::slice));
        changes.put("TopK", new Change(10, AttributesToInputs::topK));
        changes.put("Clip", new Change(11, AttributesToInputs::clip));
        changes.put("Pad", new Change(11, AttributesToInputs::pad));
        changes.put("Dropout", new Change(12, AttributesToInputs::dropout));
        changes.put("Split", new Change(18, AttributesToInputs::split));
        changes.put("DFT", new Change(20, AttributesToInputs::dft));
        for (String operator : List.of("Squeeze", "Unsqueeze", "ReduceSum")) {
            changes.put(operator, new Change(13, AttributesToInputs::axes));
        }
        for (String kind : List.of("Max", "Min", "Mean", "Prod", "L1", "L2", "LogSum", "LogSumExp", "SumSquare")) {
            changes.put("Reduce" + kind, new Change(18, AttributesToInputs::axes));
        }
        for (String operator : List.of("Softmax", "LogSoftmax", "Hardmax")) {
            changes.put(operator, new Change(13, SoftmaxUpgrade::upgrade));
        }
        changes.put("Upsample", new Change(22, ResizeUpgrade::upsample));
        changes.put("Resize", new Change(13, ResizeUpgrade::resize));
        changes.put("BatchNormalization", new Change(14, NormalizationUpgrade::batch));
        changes.put("GroupNormalization", new Change(21, NormalizationUpgrade::group));
        changes.put("Scatter", new Change(22, OpsetUpgrade::scatter));
        changes.put("RoiAlign", new Change(16, OpsetUpgrade::roiAlign));
        changes.put("GridSample", new Change(20, OpsetUpgrade::gridSample));
        return Map.copyOf(changes);
    }

    /** Operators that some operator set has in another form or meaning. */
    static Set<String> operators() {
        Set<String> operators = new HashSet<>(CHANGES.keySet());
        operators.addAll(NewerOperators.RULES.keySet());
        return operators;
    }

    /** Rewrites a draft whose nodes are sorted. */
    static void apply(Draft draft) {
        List<Node> upgraded = new ArrayList<>(draft.nodes.size());
        for (Node node : draft.nodes) {
            for (Node each : upgraded(node, draft)) {
                ValueInference.learn(each, draft);
                upgraded.add(each);
            }
        }
        draft.nodes = upgraded;
    }

    private static List<Node> upgraded(Node node, Draft draft) {
        Change change = CHANGES.get(node.operator());
        UpgradeRule rule = change != null && draft.opset < change.since ? change.rule : NewerOperators.RULES.get(node.operator());
        try {
            return rule == null ? List.of(node) : rule.upgrade(node, draft);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw draft.refuse(node, "has fewer inputs, outputs or dimensions than it needs");
        }
    }

    /** Scatter got the name ScatterElements in 11. */
    private static List<Node> scatter(Node node, Draft draft) {
        return List.of(new Node(node.name(), "", "ScatterElements", node.inputs(), node.outputs(), node.attributes()));
    }

    /** Since 16 regions are shifted by half a pixel unless told otherwise. */
    private static List<Node> roiAlign(Node node, Draft draft) {
        Attribute unshifted = new Attribute.Text("output_half_pixel");
        return List.of(UpgradeRule.withAttribute(node, "coordinate_transformation_mode", unshifted));
    }

    /** Modes were renamed in 20, when grids with more than two axes came. */
    private static List<Node> gridSample(Node node, Draft draft) {
        String mode = switch (node.text("mode", "bilinear")) {
            case "bilinear" -> "linear";
            case "bicubic" -> "cubic";
            default -> node.text("mode", "bilinear");
        };
        return List.of(UpgradeRule.withAttribute(node, "mode", new Attribute.Text(mode)));
    }
}
