package dev.reassembly.model.compose;

import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.graph.Attribute;
import java.util.List;
import java.util.Map;

/** Writes global pooling and the classifier. */
final class HeadWriter {
    static final String LOGITS = "logits";
    private static final double WEIGHT_DEVIATION = 0.02;
    private static final Map<String, Attribute> DROPPED = Map.of("keepdims", new Attribute.Int(0));

    private final String mask;

    /** @param mask the network's mask input [n, length], or null when all tokens count */
    HeadWriter(String mask) {
        this.mask = mask;
    }

    /** @return the pooled tensor */
    String write(GraphDraft draft, String input, Feature feature, Head head, long seed) {
        String pooled = feature.layout() == Feature.Layout.VECTOR ? input : pool(draft, "head/", input, feature);
        String weight = draft.normal("head/weight", feature.channels(), head.classes(), WEIGHT_DEVIATION, seed);
        draft.add(LOGITS, "Gemm", pooled, weight, draft.zeros("head/bias", (long) head.classes()));
        return pooled;
    }

    /** The mean over a map, over image tokens, or over a text's unmasked tokens: [n, channels]. */
    String pool(GraphDraft draft, String prefix, String input, Feature feature) {
        String output = prefix + "pooled";
        return switch (feature.layout()) {
            case NCHW -> draft.add(output, "Flatten", draft.add(prefix + "mean", "GlobalAveragePool", input));
            case NHWC -> mean(draft, output, input, 1, 2);
            case TOKENS -> feature.height() < 0 && mask != null ? maskedMean(draft, prefix, output, input)
                    : mean(draft, output, input, 1);
            default -> throw new IllegalArgumentException(feature + " cannot be pooled");
        };
    }

    private static String mean(GraphDraft draft, String output, String input, long... axes) {
        return draft.add(output, "ReduceMean", List.of(input, draft.longs(output + "_axes", axes)), DROPPED);
    }

    private String maskedMean(GraphDraft draft, String prefix, String output, String input) {
        String real = draft.add(prefix + "mask", "Cast", List.of(mask), Map.of("to", new Attribute.Int(1)));
        String column = draft.add(prefix + "mask_column", "Unsqueeze", real, draft.longs(prefix + "mask_axis", 2));
        String axes = draft.longs(prefix + "token_axis", 1);
        String masked = draft.add(prefix + "masked", "Mul", input, column);
        String sum = draft.add(prefix + "sum", "ReduceSum", List.of(masked, axes), DROPPED);
        String count = draft.add(prefix + "count", "ReduceSum", List.of(column, axes), DROPPED);
        // An empty text has no token, and then a mean of 0. The number is no parameter, so it is no float.
        String one = draft.add(prefix + "one", "Cast", List.of(draft.longs(prefix + "least", 1)), Map.of("to", new Attribute.Int(1)));
        return draft.add(output, "Div", sum, draft.add(prefix + "count_or_one", "Max", count, one));
    }
}
