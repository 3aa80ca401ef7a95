package dev.reassembly.e2e;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Graph;
import java.util.Map;

/** Three networks of different kinds for pictures of 16 x 16, small enough to be trained in a test. */
final class TinyZoo {
    static final int SIZE = 16;
    private static final int CLASSES = 3;

    private TinyZoo() {}

    /** Five convolutions with batch normalisation. */
    static Graph plain() {
        GraphDraft draft = new GraphDraft(1);
        String x = "x";
        int[] widths = {3, 8, 16, 16, 24, 24};
        for (int i = 1; i < widths.length; i++) {
            x = draft.node("Relu", draft.batchNorm(draft.conv(x, widths[i - 1], widths[i], 3, i == 2 || i == 4 ? 2 : 1),
                    widths[i]));
        }
        return classifier(draft, "plain", x, 24);
    }

    /** Five convolutions, each plus the root of its difference to itself, which is 0 and has no finite derivative. */
    static Graph rooted(int seed) {
        GraphDraft draft = new GraphDraft(seed);
        String x = "x";
        int[] widths = {3, 8, 16, 16, 24, 24};
        for (int i = 1; i < widths.length; i++) {
            String conv = draft.conv(x, widths[i - 1], widths[i], 3, i == 2 || i == 4 ? 2 : 1);
            String nothing = draft.node("Sqrt", draft.node("Sub", conv, conv));
            x = draft.node("Relu", draft.node("Add", conv, nothing));
        }
        return classifier(draft, "rooted", x, 24);
    }

    /** A stem and four residual blocks. */
    static Graph residual() {
        GraphDraft draft = new GraphDraft(2);
        String x = draft.node("Relu", draft.conv("x", 3, 12, 3, 1));
        int width = 12;
        for (int block = 0; block < 4; block++) {
            int stride = block == 1 || block == 3 ? 2 : 1;
            int to = stride == 2 ? width * 2 : width;
            String branch = draft.conv(draft.node("Relu", draft.conv(x, width, to, 3, stride)), to, to, 3, 1);
            String skip = stride == 2 ? draft.conv(x, width, to, 1, 2) : x;
            x = draft.node("Relu", draft.node("Add", branch, skip));
            width = to;
        }
        return classifier(draft, "residual", x, width);
    }

    /** Patches of 4 x 4 and four transformer blocks with layer normalisation first. */
    static Graph transformer() {
        GraphDraft draft = new GraphDraft(3);
        int width = 24;
        String patches = draft.node("Conv", Map.of("strides", GraphDraft.ints(4, 4)), "x", draft.weight(0.15, width, 3, 4, 4),
                draft.filled(0, width));
        String flat = draft.node("Reshape", patches, draft.integers(0, width, -1));
        String x = draft.node("Add", draft.node("Transpose", Map.of("perm", GraphDraft.ints(0, 2, 1)), flat), draft.weight(0.1, 1,
                16, width));
        for (int block = 0; block < 4; block++) {
            x = draft.node("Add", x, attention(draft, norm(draft, x, width), width, 2));
            String hidden = draft.linear(norm(draft, x, width), width, 2 * width);
            x = draft.node("Add", x, draft.linear(draft.node("Gelu", hidden), 2 * width, width));
        }
        String mean = draft.node("ReduceMean", Map.of("keepdims", new Attribute.Int(0)), norm(draft, x, width),
                draft.integers(1));
        return draft.graph("transformer", SIZE, draft.linear(mean, width, CLASSES), CLASSES);
    }

    private static String norm(GraphDraft draft, String x, int width) {
        return draft.node("LayerNormalization", Map.of("axis", new Attribute.Int(-1)), x, draft.filled(1, width), draft.filled(0,
                width));
    }

    private static String attention(GraphDraft draft, String x, int width, int heads) {
        String query = heads(draft, draft.linear(x, width, width), width, heads, 0, 2, 1, 3);
        String key = heads(draft, draft.linear(x, width, width), width, heads, 0, 2, 3, 1);
        String value = heads(draft, draft.linear(x, width, width), width, heads, 0, 2, 1, 3);
        String scores = draft.node("Mul", draft.node("MatMul", query, key),
                draft.constant(new float[] {(float) Math.sqrt((double) heads / width)}));
        String mixed = draft.node("MatMul", draft.node("Softmax", Map.of("axis", new Attribute.Int(-1)), scores), value);
        String joined = draft.node("Reshape", draft.node("Transpose", Map.of("perm", GraphDraft.ints(0, 2, 1, 3)), mixed),
                draft.integers(0, 0, width));
        return draft.linear(joined, width, width);
    }

    private static String heads(GraphDraft draft, String x, int width, int heads, long... order) {
        String split = draft.node("Reshape", x, draft.integers(0, 0, heads, width / heads));
        return draft.node("Transpose", Map.of("perm", GraphDraft.ints(order)), split);
    }

    private static Graph classifier(GraphDraft draft, String name, String x, int width) {
        String pooled = draft.node("Flatten", draft.node("GlobalAveragePool", x));
        return draft.graph(name, SIZE, draft.linear(pooled, width, CLASSES), CLASSES);
    }
}
