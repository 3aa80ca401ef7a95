package dev.reassembly.model.cut;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Proves that a model computes each sample of a batch on its own axis: all cuts of a batch of two are twice those of one. */
final class Batches {
    private Batches() {}

    static void require(String model, Graph graph, Chain.Inputs inputs, NominalInput input, List<Cut> places,
            Map<String, ValueInfo> one, Tracer tracer) {
        String end = places.get(places.size() - 1).tensor();
        Graph headless = headless(graph, one.get(end));
        Map<String, ValueInfo> two;
        try {
            two = tracer.trace(headless, SampleInputs.of(model, headless, inputs, input, 2));
        } catch (InvalidInputException e) {
            throw new InvalidInputException("model " + model, "runs on one sample but not on two at once (" + e.getMessage()
                    + "); export it with a dynamic batch axis", e);
        }
        for (Cut cut : places.subList(1, places.size())) {
            List<Long> expected = new ArrayList<>(one.get(cut.tensor()).shape());
            expected.set(0, 2L);
            if (!two.get(cut.tensor()).shape().equals(expected)) {
                throw new InvalidInputException("model " + model, "tensor " + cut.tensor() + " has the shape "
                        + two.get(cut.tensor()).shape() + " for two samples, not " + expected
                        + "; export it with the batch as the first, dynamic axis");
            }
        }
    }

    /** The graph without what only its head needs. */
    private static Graph headless(Graph graph, ValueInfo end) {
        BitSet nodes = new GraphIndex(graph).needed(List.of(end.name()), List.of());
        return new Graph(graph.name(), graph.inputs(), List.of(end), nodes.stream().mapToObj(graph.nodes()::get).toList(),
                graph.initializers());
    }
}
