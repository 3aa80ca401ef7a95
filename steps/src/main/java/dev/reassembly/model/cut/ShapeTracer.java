package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.run.ShapeTrace;
import java.util.HashMap;
import java.util.Map;

/** Traces by running the graph. */
final class ShapeTracer implements Tracer {
    @Override
    public Map<String, ValueInfo> trace(Graph graph, Map<String, Tensor> inputs) {
        Map<String, ValueInfo> values = new HashMap<>();
        ShapeTrace.trace(graph, inputs).forEach((name, traced) ->
                values.put(name, new ValueInfo(name, traced.type(), traced.shape())));
        return values;
    }
}
