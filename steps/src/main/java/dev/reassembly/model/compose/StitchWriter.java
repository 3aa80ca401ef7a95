package dev.reassembly.model.compose;

import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.graph.Attribute;
import java.util.List;
import java.util.Map;

/**
 * Writes the operators of one stitch: rearranges and resamples to the target's axes and grid, then maps channels linearly.
 * Maps in NCHW are mapped by a 1x1 convolution whose weight is the transposed {@code s<i>/weight}, everything else by a
 * matrix product.
 */
final class StitchWriter {
    private final GraphDraft draft;
    private final String prefix;
    private final Feature from;
    private final Feature to;
    private final Pooling pooling;

    /** Makes [n, channels] of a text's tokens, which takes the network's mask. */
    interface Pooling {
        String pool(GraphDraft draft, String prefix, String input, Feature feature);
    }

    /** @param linearInput the tensor right before the linear map */
    record Written(String linearInput, String output) {}

    private StitchWriter(GraphDraft draft, String prefix, Stitch stitch, Pooling pooling) {
        this.draft = draft;
        this.prefix = prefix;
        this.from = stitch.from();
        this.to = stitch.to();
        this.pooling = pooling;
    }

    static Written write(GraphDraft draft, String prefix, Stitch stitch, String input, long seed, Pooling pooling) {
        return new StitchWriter(draft, prefix, stitch, pooling).write(input, seed);
    }

    private Written write(String input, long seed) {
        String linearInput = arranged(input);
        long channels = from.channels();
        String weight = channels == to.channels() ? draft.identity(prefix + "weight", channels)
                : draft.normal(prefix + "weight", channels, to.channels(), 1 / Math.sqrt(channels), seed);
        String bias = draft.zeros(prefix + "bias", to.channels());
        String mapped = linear(linearInput, weight, bias);
        return new Written(linearInput, StitchCost.addsClassToken(from, to) ? withClassToken(mapped) : mapped);
    }

    private String linear(String input, String weight, String bias) {
        if (to.layout() == Layout.NCHW) {
            String transposed = draft.transpose(prefix + "weight_transposed", weight, 1L, 0L);
            String kernel = draft.add(prefix + "kernel", "Unsqueeze", transposed, draft.longs(prefix + "kernel_axes", 2, 3));
            return draft.add(prefix + "out", "Conv", input, kernel, bias);
        }
        if (to.layout() == Layout.VECTOR) {
            return draft.add(prefix + "out", "Gemm", input, weight, bias);
        }
        return draft.add(prefix + "out", "Add", draft.add(prefix + "product", "MatMul", input, weight), bias);
    }

    /** From the source's axes and grid to the target's. */
    private String arranged(String input) {
        Layout source = from.layout();
        Layout target = to.layout();
        if (target == Layout.VECTOR) {
            return source == Layout.VECTOR ? input : pooling.pool(draft, prefix, input, from);
        }
        StitchCost.requirePossible(from, to);
        if (source == Layout.TOKENS && target == Layout.TOKENS) {
            return tokens(input);
        }
        if (source == Layout.NHWC && target == Layout.NHWC && sameGrid(from, to)) {
            return input;
        }
        String map = resampled(asMap(input));
        return switch (target) {
            case NCHW -> map;
            case NHWC -> draft.transpose(prefix + "nhwc", map, 0L, 2L, 3L, 1L);
            default -> asTokens(map);
        };
    }

    private String tokens(String input) {
        boolean sameLength = from.height() == to.height() && from.classToken() == to.classToken();
        if (sameLength || side(from) == side(to)) {
            return sameLength || to.classToken() ? input : withoutClassToken(input);
        }
        String grid = asTokens(resampled(asMap(input)));
        if (!from.classToken() || !to.classToken()) {
            return grid;
        }
        String classToken = slice(prefix + "first", input, 0, 1);
        return draft.add(prefix + "tokens_and_class", "Concat", List.of(classToken, grid), Map.of("axis", new Attribute.Int(1)));
    }

    private String asMap(String input) {
        return switch (from.layout()) {
            case NHWC -> draft.transpose(prefix + "nchw", input, 0L, 3L, 1L, 2L);
            case TOKENS -> {
                String grid = from.classToken() ? withoutClassToken(input) : input;
                String channelsFirst = draft.transpose(prefix + "ncl", grid, 0L, 2L, 1L);
                String shape = draft.longs(prefix + "grid_shape", 0, from.channels(), side(from), side(from));
                yield draft.add(prefix + "nchw", "Reshape", channelsFirst, shape);
            }
            default -> input;
        };
    }

    private String asTokens(String map) {
        String flat = draft.add(prefix + "flat", "Reshape", map, draft.longs(prefix + "flat_shape", 0, from.channels(), -1));
        return draft.transpose(prefix + "tokens", flat, 0L, 2L, 1L);
    }

    private String resampled(String map) {
        return Resampling.write(draft, prefix, map, gridHeight(from), gridWidth(from), gridHeight(to), gridWidth(to));
    }

    private String withoutClassToken(String input) {
        return slice(prefix + "grid", input, 1, Integer.MAX_VALUE);
    }

    private String slice(String output, String input, long start, long end) {
        return draft.add(output, "Slice", input, draft.longs(output + "_start", start), draft.longs(output + "_end", end),
                draft.longs(output + "_axis", 1));
    }

    private String withClassToken(String mapped) {
        String token = draft.zeros(prefix + "class_token", 1L, 1L, to.channels());
        String batch = draft.add(prefix + "batch", "Shape", List.of(mapped),
                Map.of("start", new Attribute.Int(0), "end", new Attribute.Int(1)));
        String shape = draft.add(prefix + "class_shape", "Concat", List.of(batch,
                draft.longs(prefix + "one_token", 1, to.channels())),
                Map.of("axis", new Attribute.Int(0)));
        String tokens = draft.add(prefix + "class_tokens", "Expand", token, shape);
        return draft.add(prefix + "with_class", "Concat", List.of(tokens, mapped), Map.of("axis", new Attribute.Int(1)));
    }

    private static boolean sameGrid(Feature a, Feature b) {
        return gridHeight(a) == gridHeight(b) && gridWidth(a) == gridWidth(b);
    }

    private static long gridHeight(Feature feature) {
        return feature.layout() == Layout.TOKENS ? side(feature) : feature.height();
    }

    private static long gridWidth(Feature feature) {
        return feature.layout() == Layout.TOKENS ? side(feature) : feature.width();
    }

    /** The side of a token sequence's square grid, or -1 when it has none. */
    static long side(Feature tokens) {
        long patches = tokens.height() - (tokens.classToken() ? 1 : 0);
        long side = patches < 0 ? -1 : Math.round(Math.sqrt(patches));
        return side * side == patches ? side : -1;
    }
}
