package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out {@code Identity} and {@code Dropout} nodes, which change nothing at inference. Graph outputs keep their names:
 * the tensor behind takes the output's name. An {@code Identity} stays only where an output is nothing but a graph input,
 * or one tensor is output under two names. A Dropout in training mode, or with a mask that is read, is left alone.
 */
final class PassThrough {
    private final Draft draft;
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final Map<String, String> alias = new HashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    private PassThrough(Draft draft) {
        this.draft = draft;
        draft.outputs.forEach(output -> outputs.add(output.name()));
        for (Node node : draft.nodes) {
            made.addAll(node.outputs());
            read.addAll(node.inputs());
        }
    }

    static void remove(Draft draft) {
        new PassThrough(draft).run();
    }

    private void run() {
        List<Node> kept = new ArrayList<>();
        for (Node node : draft.nodes) {
            Node resolved = new Node(node.name(), node.domain(), node.operator(), mapped(node.inputs(), alias), node.outputs(),
                    node.attributes());
            if (!isPassThrough(resolved)) {
                kept.add(resolved);
                continue;
            }
            String from = resolved.inputs().get(0);
            String to = resolved.outputs().get(0);
            if (!bypass(from, to)) {
                kept.add(new Node(node.name(), "Identity", List.of(from), List.of(to)));
            }
        }
        draft.nodes = new ArrayList<>();
        for (Node node : kept) {
            draft.nodes.add(new Node(node.name(), node.domain(), node.operator(), mapped(node.inputs(), renamed),
                    mapped(node.outputs(), renamed), node.attributes()));
        }
    }

    /** Makes readers of {@code to} read {@code from}; false when a node has to stay to keep an output's name. */
    private boolean bypass(String from, String to) {
        if (!outputs.contains(to)) {
            alias.put(to, from);
            return true;
        }
        Tensor constant = draft.constantOf(from);
        if (constant != null) {
            draft.initializers.put(to, constant);
            return true;
        }
        if (!made.contains(from) || outputs.contains(from) || renamed.containsKey(from)) {
            return false;
        }
        renamed.put(from, to);
        draft.facts.put(to, draft.fact(to).or(draft.fact(from)));
        return true;
    }

    private boolean isPassThrough(Node node) {
        if (node.operator().equals("Identity")) {
            return true;
        }
        if (!node.operator().equals("Dropout")) {
            return false;
        }
        String mask = node.outputs().size() > 1 ? node.outputs().get(1) : "";
        if (!mask.isEmpty() && (read.contains(mask) || outputs.contains(mask))) {
            return false;
        }
        String mode = draft.opset >= 12 && node.inputs().size() > 2 ? node.inputs().get(2) : "";
        Tensor training = draft.constantOf(mode);
        return mode.isEmpty() || training != null && training.data().remaining() == 1 && training.data().get() == 0;
    }

    private static List<String> mapped(List<String> names, Map<String, String> map) {
        return names.stream().map(name -> map.getOrDefault(name, name)).toList();
    }
}
