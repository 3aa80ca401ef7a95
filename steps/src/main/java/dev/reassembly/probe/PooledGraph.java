package dev.reassembly.probe;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.FixedBatch;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model whose outputs are one vector a sample from what passes at each cut but cut 0: the mean over a map, over the tokens that are not padding, or
 * over the tokens of a picture's grid without the class token. Vectors stay as they are. Nothing else of the model is left: pooling in the graph
 * keeps the maps inside the engine, and what follows the last cut is not run.
 *
 * @param graph for any batch size
 * @param roles its inputs; a text model has a mask even if the model itself reads none
 */
record PooledGraph(Graph graph, Chain.Inputs roles) {
    private static final Map<String, Attribute> DROPPED = Map.of("keepdims", new Attribute.Int(0));

    static PooledGraph of(Graph model, Chain chain) {
        return new Draft(FixedBatch.free(model, chain.inputs()), chain.inputs()).pooled(chain);
    }

    /** In the order of the cuts: float [n, channels] each. */
    List<String> outputs() {
        return graph.outputs().stream().map(ValueInfo::name).toList();
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
            List<ValueInfo> outputs = new ArrayList<>();
            for (Cut cut : chain.cuts().subList(1, chain.cuts().size())) {
                String output = pool(prefix + cut.index(), cut.tensor(), cut.feature());
                outputs.add(new ValueInfo(output, ElementType.FLOAT, List.of(-1L, cut.feature().channels())));
            }
            return new PooledGraph(reduced(outputs), roles);
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
                count = add(prefix + "count", "ReduceSum", List.of(column, longs("axis", 1)), DROPPED);
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

        /** Nodes and weights that the outputs depend on; inputs of any size, and no weights among them. */
        private Graph reduced(List<ValueInfo> outputs) {
            Set<String> needed = new HashSet<>();
            outputs.forEach(output -> needed.add(output.name()));
            List<Node> kept = new ArrayList<>();
            for (int i = nodes.size() - 1; i >= 0; i--) {
                Node node = nodes.get(i);
                if (node.outputs().stream().anyMatch(needed::contains)) {
                    kept.add(node);
                    needed.addAll(node.inputs());
                }
            }
            Collections.reverse(kept);
            Map<String, Tensor> weights = new LinkedHashMap<>(initializers);
            weights.keySet().retainAll(needed);
            List<ValueInfo> inputs = new ArrayList<>();
            for (ValueInfo input : model.inputs()) {
                if (!initializers.containsKey(input.name())) {
                    inputs.add(new ValueInfo(input.name(), input.type(), Collections.nCopies(input.shape().size(), -1L)));
                }
            }
            if (roles.mask() != null && model.inputs().stream().noneMatch(input -> input.name().equals(roles.mask()))) {
                inputs.add(new ValueInfo(roles.mask(), ElementType.INT64, List.of(-1L, -1L)));
            }
            return new Graph(model.name(), inputs, outputs, kept, weights);
        }
    }
}
