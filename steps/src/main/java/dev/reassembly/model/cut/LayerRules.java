package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Joins spans between cuts to what practitioners call layers. The rules, in order, all about structure and none about names:
 * what neither convolves nor multiplies matrices belongs to what it follows, and so does a gate (squeeze and excitation), but a
 * normalisation of a finished block's sum that only the next product reads belongs to that product ({@link Preparations});
 * a linear projection to the convolution that it projects; a depthwise convolution to the pointwise one after it, and to
 * the one that expands before it when the pair contracts again (inverted residual); a squeezing convolution to the branches
 * that it feeds (fire module); an attention or token-mixing sub-layer to the feed-forward sub-layer after it; everything before a text
 * encoder's first attention to its embeddings.
 */
final class LayerRules {
    private static final Set<String> LINEAR = Set.of("Conv", "BatchNormalization", "Pad", "AveragePool");

    private final GraphIndex index;
    private final Function<String, List<Long>> shapes;
    private final boolean text;
    private final Preparations preparations;

    LayerRules(GraphIndex index, Function<String, List<Long>> shapes, boolean text) {
        this.index = index;
        this.shapes = shapes;
        this.text = text;
        this.preparations = new Preparations(index);
    }

    List<Span> layers(List<Span> spans) {
        List<Span> joined = withoutTrivial(spans);
        joined = joinPairs(joined, this::projects);
        joined = joinPairs(joined, (a, b) -> isDepthwise(a.product()) && isPointwise(b.product()));
        joined = joinPairs(joined, this::expandsForDepthwise);
        joined = joinPairs(joined, this::squeezes);
        joined = joinPairs(joined, this::feedsForward);
        return text ? withStem(joined) : joined;
    }

    /** Spans without products go to the one before; a picture's preparation and what prepares a product to the one after. */
    private List<Span> withoutTrivial(List<Span> spans) {
        List<Span> kept = new ArrayList<>();
        Span waiting = null;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            boolean trivial = isTrivial(span);
            if (trivial && (waiting != null || kept.isEmpty() && !text || preparations.begins(spans, i))) {
                waiting = waiting == null ? span : waiting.then(span);
            } else if (trivial && !kept.isEmpty()) {
                kept.add(kept.remove(kept.size() - 1).thenTrivially(span));
            } else {
                kept.add(waiting == null ? span : waiting.then(span));
                waiting = null;
            }
        }
        if (waiting != null) {
            kept.add(waiting);
        }
        return kept;
    }

    private boolean isTrivial(Span span) {
        return span.products().isEmpty() || isGate(span);
    }

    private boolean isGate(Span span) {
        Node last = span.nodes().get(span.nodes().size() - 1);
        return last.operator().equals("Mul") && last.inputs().contains(span.input());
    }

    private static List<Span> joinPairs(List<Span> spans, BiPredicate<Span, Span> belong) {
        List<Span> joined = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            boolean pair = i + 1 < spans.size() && belong.test(spans.get(i), spans.get(i + 1));
            joined.add(pair ? spans.get(i).then(spans.get(++i)) : spans.get(i));
        }
        return joined;
    }

    private boolean projects(Span before, Span span) {
        Convolution projection = Convolution.of(span.product(), shapes);
        return projection != null && projection.reduces() && Convolution.of(before.product(), shapes) != null
                && span.nodes().stream().allMatch(node -> LINEAR.contains(node.operator()));
    }

    private boolean expandsForDepthwise(Span before, Span span) {
        Convolution expansion = Convolution.of(before.product(), shapes);
        if (expansion == null || !expansion.expands() || span.products().isEmpty()) {
            return false;
        }
        Node first = span.products().get(0);
        Convolution end = Convolution.of(span.products().get(span.products().size() - 1), shapes);
        return isDepthwise(first) && end != null && end.out() < expansion.out();
    }

    private boolean squeezes(Span before, Span span) {
        Convolution squeeze = Convolution.of(before.product(), shapes);
        return squeeze != null && squeeze.reduces() && convolutions(span.input()) > 1;
    }

    /** How many convolutions read the tensor, each maybe through a transposition of its own. */
    private long convolutions(String tensor) {
        return index.consumers(tensor).stream().map(index::node).mapToLong(node -> switch (node.operator()) {
            case "Conv" -> 1;
            case "Transpose" -> convolutions(node.outputs().get(0));
            default -> 0;
        }).sum();
    }

    private boolean feedsForward(Span before, Span span) {
        return before.mixing() != Mixing.NONE && endsAsItBegan(before) && span.mixing() == Mixing.NONE && endsAsItBegan(span)
                && span.entry().layout() != Feature.Layout.NCHW;
    }

    /** Of the same size, though a transposition for what follows may have joined the end. */
    private static boolean endsAsItBegan(Span span) {
        Feature entry = span.entry();
        Feature exit = span.exit();
        return entry.channels() == exit.channels() && entry.height() == exit.height() && entry.width() == exit.width();
    }

    private static List<Span> withStem(List<Span> layers) {
        int first = 0;
        while (first < layers.size() && layers.get(first).mixing() == Mixing.NONE) {
            first++;
        }
        if (first < 2 || first == layers.size()) {
            return layers;
        }
        List<Span> kept = new ArrayList<>(List.of(layers.subList(0, first).stream().reduce(Span::then).orElseThrow()));
        kept.addAll(layers.subList(first, layers.size()));
        return kept;
    }

    private boolean isDepthwise(Node node) {
        Convolution convolution = Convolution.of(node, shapes);
        return convolution != null && convolution.depthwise();
    }

    private boolean isPointwise(Node node) {
        Convolution convolution = Convolution.of(node, shapes);
        return convolution != null && convolution.pointwise();
    }
}
