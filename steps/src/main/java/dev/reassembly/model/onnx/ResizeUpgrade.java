package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Upsample (7, 9) and Resize. Up to opset 10 the output pixel x lies at x / scale in the input ("asymmetric"), and mode nearest
 * takes the pixel below when enlarging and the one above when reducing.
 */
final class ResizeUpgrade {
    private ResizeUpgrade() {}

    /** Upsample only enlarges: nearest rounds down. Up to opset 8 the scales are an attribute. */
    static List<Node> upsample(Node node, Draft draft) {
        if (!(node.attributes().get("scales") instanceof Attribute.Reals scales)) {
            return List.of(asymmetric(node, "floor"));
        }
        String constant = draft.constant(node.name() + "/scales", Tensors.floats(scales.values()));
        return List.of(asymmetric(UpgradeRule.edit(node, UpgradeRule.withInput(node, 1, constant)), "floor"));
    }

    static List<Node> resize(Node node, Draft draft) {
        return List.of(draft.opset == 10 ? asymmetric(node, rounding(node, draft)) : withoutEmptyTensors(node, draft));
    }

    private static Node asymmetric(Node node, String nearest) {
        Map<String, Attribute> attributes = new HashMap<>();
        // Opset 9 spelt the mode "bilinear" in some exporters; the standard's word was always "linear".
        String mode = node.text("mode", "nearest").equals("bilinear") ? "linear" : node.text("mode", "nearest");
        attributes.put("mode", new Attribute.Text(mode));
        attributes.put("coordinate_transformation_mode", new Attribute.Text("asymmetric"));
        if (mode.equals("nearest")) {
            attributes.put("nearest_mode", new Attribute.Text(nearest));
        }
        return new Node(node.name(), "", "Resize", List.of(node.inputs().get(0), "", UpgradeRule.input(node, 1)), node.outputs(),
                attributes);
    }

    private static String rounding(Node node, Draft draft) {
        if (!node.text("mode", "nearest").equals("nearest")) {
            return "floor";
        }
        List<Float> scales = Tensors.floats(draft.constantOf(UpgradeRule.input(node, 1)));
        if (scales == null) {
            throw draft.refuse(node, "has scales that are computed while running, so it cannot be told whether it enlarges or"
                    + " reduces; a constant is needed, or an export at opset 11 or newer");
        }
        boolean reduces = scales.stream().anyMatch(s -> s < 1);
        if (reduces && scales.stream().anyMatch(s -> s > 1)) {
            throw draft.refuse(node, "enlarges one axis and reduces another in mode nearest (scales " + scales
                    + "), which no newer operator set can say; export it at opset 11 or newer");
        }
        return reduces ? "ceil" : "floor";
    }

    /** From 13 on an input that is not used is left out; in 11 and 12 it was given as an empty tensor. */
    private static Node withoutEmptyTensors(Node node, Draft draft) {
        if (node.text("coordinate_transformation_mode", "half_pixel").equals("tf_half_pixel_for_nn")) {
            throw draft.refuse(node, "uses coordinates 'tf_half_pixel_for_nn', which opset 13 took away");
        }
        List<String> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            Tensor constant = draft.constantOf(input);
            inputs.add(constant != null && constant.elements() == 0 ? "" : input);
        }
        return UpgradeRule.edit(node, inputs);
    }
}
