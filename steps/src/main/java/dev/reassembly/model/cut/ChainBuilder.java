package dev.reassembly.model.cut;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Finds a model's layers: where exactly one tensor passes ({@link CutSweep}), which of those tensors are features
 * ({@link AxisOrder}), and which stretches between them make a layer ({@link LayerRules}).
 */
public final class ChainBuilder {
    /** Layers may share a part of this of a model's parameters, as position biases. */
    private static final int MOST_SHARED = 10;

    private ChainBuilder() {}

    /**
     * @param model the name in the zoo, for the chain and for errors
     * @param input the size at which layers are measured
     * @param features the tensor where the model's own head begins; null for the last map or token sequence (the last vector
     *     where a model has nothing else)
     * @throws InvalidInputException when the inputs cannot be told apart or have another size, when the model cannot run on
     *     batches, has weights that are not numbers, has layers that share many of them, or has no place to cut
     */
    public static Chain build(String model, Graph graph, NominalInput input, String features) {
        return build(model, graph, input, features, new ShapeTracer());
    }

    static Chain build(String model, Graph original, NominalInput input, String features, Tracer tracer) {
        Chain.Inputs inputs = InputRoles.infer(model, new GraphIndex(original), input);
        Graph graph = FixedBatch.free(original, inputs);
        GraphIndex index = new GraphIndex(graph);
        WeightCheck.require(model, graph);
        Map<String, ValueInfo> values = tracer.trace(graph, SampleInputs.of(model, graph, inputs, input, 1));
        List<Cut> places = Places.find(model, index, inputs, values, features);
        Batches.require(model, graph, inputs, input, places, values, tracer);
        LayerMeasure measure = new LayerMeasure(index, values);
        List<Span> layers = new LayerRules(index, measure::shape, inputs.ids() != null)
                .layers(spans(index, inputs, places, measure));
        return chain(model, inputs, places, layers, measure);
    }

    private static List<Span> spans(GraphIndex index, Chain.Inputs inputs, List<Cut> places, LayerMeasure measure) {
        List<Span> spans = new ArrayList<>();
        BitSet all = index.needed(List.of(places.get(places.size() - 1).tensor()), List.of());
        Carriage carriage = new Carriage(index, inputs, all);
        for (int i = 0; i + 1 < places.size(); i++) {
            Cut from = places.get(i);
            Cut to = places.get(i + 1);
            BitSet needed = index.needed(List.of(to.tensor()), List.of(from.tensor()));
            List<Node> nodes = needed.stream().mapToObj(index::node)
                    .filter(node -> node.outputs().stream().anyMatch(carriage::isSignal)).toList();
            List<Node> products = nodes.stream().filter(node -> Flops.of(node, measure::shape) > 0).toList();
            spans.add(new Span(i, i + 1, from.tensor(), from.feature(), to.feature(), nodes, products,
                    Mixing.of(nodes, index, carriage)));
        }
        return spans;
    }

    private static Chain chain(String model, Chain.Inputs inputs, List<Cut> places, List<Span> spans, LayerMeasure measure) {
        List<Cut> cuts = new ArrayList<>(List.of(places.get(0)));
        List<Layer> layers = new ArrayList<>();
        LayerNames names = new LayerNames();
        for (Span span : spans) {
            Cut end = places.get(span.to());
            cuts.add(new Cut(cuts.size(), end.tensor(), end.feature()));
            layers.add(measure.measure(layers.size(), names.next(span), kind(span, measure), span.input(), end.tensor()));
        }
        requireOwnWeights(model, layers, measure.shared());
        return new Chain(model, inputs, cuts, layers);
    }

    /** Every block has to have a copy of what it shares with a layer outside of it, which no layer's number of parameters tells. */
    private static void requireOwnWeights(String model, List<Layer> layers, Map<String, Long> shared) {
        long all = layers.stream().mapToLong(Layer::parameters).sum();
        long common = shared.values().stream().mapToLong(Long::longValue).sum();
        if (common > all / MOST_SHARED) {
            throw new InvalidInputException("model " + model, "its layers share weights, " + shared.keySet().iterator().next() + " among them: " + common
                    + " of " + all + " parameters; at most a tenth may be shared, since each block would need a copy");
        }
    }

    private static String kind(Span span, LayerMeasure measure) {
        if (span.mixing() == Mixing.ATTENTION) {
            return "Attention";
        }
        if (span.nodes().stream().anyMatch(node -> node.operator().equals("Gather")) && span.entry()
                .layout() == Feature.Layout.INPUT) {
            return "Embedding";
        }
        return span.products().stream().max((a, b) -> Long.compare(Flops.of(a, measure::shape), Flops.of(b, measure::shape)))
                .or(() -> span.nodes().stream().findFirst()).map(Node::operator).orElse("Identity");
    }
}
