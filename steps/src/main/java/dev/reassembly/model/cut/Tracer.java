package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.Map;

/** Gives type and shape of every tensor that a graph computes from given inputs. */
interface Tracer {
    Map<String, ValueInfo> trace(Graph graph, Map<String, Tensor> inputs);
}
