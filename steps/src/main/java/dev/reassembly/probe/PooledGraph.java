package dev.reassembly.probe;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.FixedBatch;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model that also computes one vector a sample from what passes at each cut but cut 0: the mean over a map, over the tokens that are not padding, or
 * over the tokens of a picture's grid without the class token. Vectors stay as they are. Pooling in the graph keeps the maps inside the engine.
 *
 * @param graph for any batch size; what the outputs do not need is left in it
 * @param outputs in the order of the cuts: float [n, channels] each
 * @param roles its inputs; a text model has a mask even if the model itself reads none
 */
record PooledGraph(Graph graph, List<String> outputs, Chain.Inputs roles) {
    private static final Map<String, Attribute> DROPPED = Map.of("keepdims", new Attribute.Int(0));

    static PooledGraph of(Graph model, Chain chain) {
        return new Draft(FixedBatch.free(model, chain.inputs()), chain.inputs()).pooled(chain);
    }

    private static final class Draft {
        private final Graph model;
        private final String prefix;
        private final Chain.Inputs roles;
        private final List<Node> nodes;
        private final Map<String, Tensor> initializers;
        private String column;
        private String count;

        Draft(Graph model, Chain.Inputs inputs) {
            this.model = model;
            this.prefix = freePrefix(model);
            this.roles = inputs.ids() == null || inputs.mask() != null ? inputs
                    : new Chain.Inputs(null, inputs.ids(), prefix + "mask", inputs.types());
            this.nodes = new ArrayList<>(model.nodes());
            this.initializers = new LinkedHashMap<>(model.initializers());
        }

        private static String freePrefix(Graph model) {
            Set<String> names = new HashSet<>(model.initializers().keySet());
            model.inputs().forEach(input -> names.add(input.name()));
            model.nodes().forEach(node -> names.addAll(node.outputs()));
            String free = "pooled/";
            while (anyStartsWith(names, free)) {
                free = "_" + free;
            }
            return free;
        }

        private static boolean anyStartsWith(Set<String> names, String start) {
            return names.stream().anyMatch(name -> name.startsWith(start));
        }

        PooledGraph pooled(Chain chain) {
            List<String> outputs = chain.cuts().stream().skip(1).map(cut -> pool(prefix + cut.index(), cut.tensor(), cut.feature())).toList();
            return new PooledGraph(new Graph(model.name(), inputs(), model.outputs(), nodes, initializers), outputs, roles);
        }

        private String pool(String name, String value, Feature feature) {
            return switch (feature.layout()) {
                case INPUT -> throw new IllegalArgumentException("the raw input has no features");
                case VECTOR -> add(name, "Flatten", List.of(value), Map.of());
                case NCHW -> add(name, "Flatten", List.of(add(name + "/mean", "GlobalAveragePool", List.of(value), Map.of())), Map.of());
                case NHWC -> add(name, "ReduceMean", List.of(value, longs("map", 1, 2)), DROPPED);
                case TOKENS -> tokens(name, value, feature);
            };
        }

        private String tokens(String name, String value, Feature feature) {
            if (feature.classToken()) {
                String grid = add(name + "/grid", "Slice", List.of(value, longs("one", 1), longs("end", Long.MAX_VALUE), longs("axis", 1)), Map.of());
                return add(name, "ReduceMean", List.of(grid, longs("axis", 1)), DROPPED);
            }
            if (roles.mask() == null) {
                return add(name, "ReduceMean", List.of(value, longs("axis", 1)), DROPPED);
            }
            if (column == null) {
                String real = add(prefix + "real", "Cast", List.of(roles.mask()), Map.of("to", new Attribute.Int(ElementType.FLOAT.onnxCode())));
                column = add(prefix + "column", "Unsqueeze", List.of(real, longs("last", 2)), Map.of());
                initializers.put(prefix + "one", Tensor.ofFloats(List.of(1L), 1));
                // An empty text has no token, and then a mean of 0.
                count = add(prefix + "count", "Max", List.of(add(prefix + "tokens", "ReduceSum", List.of(column, longs("axis", 1)), DROPPED), prefix + "one"),
                        Map.of());
            }
            String masked = add(name + "/masked", "Mul", List.of(value, column), Map.of());
            String sum = add(name + "/sum", "ReduceSum", List.of(masked, longs("axis", 1)), DROPPED);
            return add(name, "Div", List.of(sum, count), Map.of());
        }

        private String add(String output, String operator, List<String> inputs, Map<String, Attribute> attributes) {
            nodes.add(new Node(output, "", operator, inputs, List.of(output), attributes));
            return output;
        }

        private String longs(String name, long... values) {
            initializers.put(prefix + name, Tensor.ofLongs(List.of((long) values.length), values));
            return prefix + name;
        }

        /** The model's, and the mask even if the model itself reads none. */
        private List<ValueInfo> inputs() {
            List<ValueInfo> inputs = new ArrayList<>(model.inputs());
            if (roles.mask() != null && inputs.stream().noneMatch(input -> input.name().equals(roles.mask()))) {
                inputs.add(new ValueInfo(roles.mask(), ElementType.INT64, List.of(-1L, -1L)));
            }
            return inputs;
        }
    }
}
