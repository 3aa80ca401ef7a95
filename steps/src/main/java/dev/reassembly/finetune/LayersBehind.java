package dev.reassembly.finetune;

import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.GraphIndex;
import dev.reassembly.model.graph.Graph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many pre-trained layers of a composed network stand behind each tensor of its blocks: 0 for those of the last layer.
 * Stitches and head do not count. A tensor that several layers read belongs to the first of them.
 */
final class LayersBehind {
    private LayersBehind() {}

    /** By the initializer's name; what no layer reads is missing. */
    static Map<String, Integer> of(Composition composition) {
        Graph graph = composition.graph();
        GraphIndex index = new GraphIndex(graph);
        List<String> outputs = composition.layerOutputs();
        Map<String, Integer> behind = new HashMap<>();
        for (int layer = 0; layer < outputs.size(); layer++) {
            int rest = outputs.size() - 1 - layer;
            index.needed(List.of(outputs.get(layer)), outputs.subList(0, layer)).stream().mapToObj(index::node)
                    .flatMap(node -> node.inputs().stream()).filter(graph.initializers()::containsKey)
                    .forEach(name -> behind.putIfAbsent(name, rest));
        }
        return behind;
    }
}
