package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import java.util.List;
import java.util.function.Function;

/** What kind of convolution a node is: channels in and out, groups, and whether it sees one position only. */
record Convolution(long in, long out, long group, boolean pointwise) {
    /** Null when the node is no two-dimensional convolution. */
    static Convolution of(Node node, Function<String, List<Long>> shapes) {
        if (node == null || !node.operator().equals("Conv")) {
            return null;
        }
        List<Long> weight = shapes.apply(node.inputs().get(1));
        if (weight == null || weight.size() != 4) {
            return null;
        }
        long group = node.integer("group", 1);
        boolean pointwise = group == 1 && weight.get(2) == 1 && weight.get(3) == 1;
        return new Convolution(weight.get(1) * group, weight.get(0), group, pointwise);
    }

    boolean depthwise() {
        return group > 1 && group == in;
    }

    boolean expands() {
        return pointwise && out > in;
    }

    boolean reduces() {
        return pointwise && out < in;
    }
}
