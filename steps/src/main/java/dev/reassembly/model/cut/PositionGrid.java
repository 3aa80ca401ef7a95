package dev.reassembly.model.cut;

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
 * Lets a vision transformer see pictures of another size than it was trained at, as Dosovitskiy et al. (2021) do: its table of
 * position embeddings, which is added to the tokens and has a row for each patch of a square grid, is interpolated to the
 * grid that the new size makes. Rows for a class token or a distillation token stay as they are.
 *
 * <p>Only exports that leave height and width open can be fed another size at all. A table that fits is left untouched. An
 * interpolated one stands in the graph under the name {@code <table>/grid_<rows>x<columns>}.
 */
public final class PositionGrid {
    /** Tokens that may stand before the patches: none, a class token, a distillation token too. */
    private static final int MOST_PREFIXES = 2;

    private PositionGrid() {}

    /** @param rows of patches, and columns */
    private record Fitted(Tensor table, long rows, long columns) {}

    /** @return the graph itself where nothing has to be adapted, or nothing can be: tracing it then tells what does not fit */
    public static Graph adapt(String model, Graph graph, NominalInput input) {
        if (!(input instanceof NominalInput.Image image) || !isOpen(graph)) {
            return graph;
        }
        GraphIndex index = new GraphIndex(graph);
        Chain.Inputs roles = InputRoles.infer(model, index, input);
        Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            int place = tableInput(node, index);
            Fitted fitted = null;
            if (place >= 0) {
                Graph before = new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, initializers);
                Tensor table = index.initializer(node.inputs().get(place));
                fitted = fitted(table, shape(model, before, node.inputs().get(1 - place), roles, input), image);
            }
            nodes.add(fitted == null ? node : withTable(node, place, fitted, index, initializers));
        }
        if (initializers.size() == graph.initializers().size()) {
            return graph;
        }
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        initializers.keySet().removeIf(name -> !index.consumers(name).isEmpty() && !read.contains(name));
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, initializers);
    }

    /** Whether a tensor of this name is a table that was interpolated. */
    public static boolean isInterpolated(String tensor) {
        return tensor.matches(".*/grid_\\d+x\\d+");
    }

    private static boolean isOpen(Graph graph) {
        return graph.inputs().stream().filter(i -> !graph.initializers().containsKey(i.name()))
                .anyMatch(i -> i.shape().size() == 4 && i.shape().subList(1, 4).contains(-1L));
    }

    /** Which input of an addition is a table of one row a token: [tokens, channels] or [1, tokens, channels]; -1 for none. */
    private static int tableInput(Node node, GraphIndex index) {
        for (int i = 0; node.operator().equals("Add") && i < 2; i++) {
            Tensor table = index.initializer(node.inputs().get(i));
            if (table != null && table.type() == ElementType.FLOAT && index.initializer(node.inputs().get(1 - i)) == null
                    && (table.shape().size() == 2 || table.shape().size() == 3 && table.shape().get(0) == 1) && rows(table) > 1) {
                return i;
            }
        }
        return -1;
    }

    private static long rows(Tensor table) {
        return table.shape().get(table.shape().size() - 2);
    }

    /** The shape of a tensor for one picture, computed by what stands before it. */
    private static List<Long> shape(String model, Graph before, String tensor, Chain.Inputs roles, NominalInput input) {
        GraphIndex index = new GraphIndex(before);
        List<Node> needed = index.needed(List.of(tensor), List.of()).stream().mapToObj(index::node).toList();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        needed.forEach(node -> node.inputs().stream().filter(name -> index.initializer(name) != null)
                .forEach(name -> weights.put(name, index.initializer(name))));
        List<ValueInfo> inputs = before.inputs().stream().filter(i -> index.inputs().contains(i.name())).toList();
        List<ValueInfo> wanted = List.of(new ValueInfo(tensor, ElementType.FLOAT, ValueInfo.UNKNOWN_RANK));
        Graph front = new Graph(before.name(), inputs, wanted, needed, weights);
        return new ShapeTracer().trace(front, SampleInputs.of(model, front, roles, input, 1)).get(tensor).shape();
    }

    /** The table for these tokens; null when it fits as it is, or is no grid, or these are no token sequence. */
    private static Fitted fitted(Tensor table, List<Long> tokens, NominalInput.Image image) {
        long channels = table.shape().get(table.shape().size() - 1);
        if (tokens.size() != 3 || tokens.get(1) == rows(table) || tokens.get(2) != channels) {
            return null;
        }
        for (int prefix = 0; prefix <= MOST_PREFIXES; prefix++) {
            long side = Math.round(Math.sqrt(rows(table) - prefix));
            long patches = tokens.get(1) - prefix;
            long height = height(patches, image);
            if (side > 1 && side * side == rows(table) - prefix && height > 0) {
                long width = patches / height;
                return new Fitted(Bicubic.resample(table, prefix, (int) side, (int) height, (int) width), height, width);
            }
        }
        return null;
    }

    /** Rows of a grid of so many patches with the picture's proportions; -1 when there is none. */
    private static long height(long patches, NominalInput.Image image) {
        long height = patches < 1 ? 0 : Math.round(Math.sqrt((double) patches * image.height() / image.width()));
        return height > 0 && patches % height == 0 ? height : -1;
    }

    private static Node withTable(Node node, int place, Fitted fitted, GraphIndex index, Map<String, Tensor> initializers) {
        List<String> inputs = new ArrayList<>(node.inputs());
        String name = inputs.get(place) + "/grid_" + fitted.rows() + "x" + fitted.columns();
        if (index.producer(name) >= 0 || index.inputs().contains(name) || index.initializer(name) != null) {
            return node;
        }
        initializers.put(name, fitted.table());
        inputs.set(place, name);
        return node.withInputs(inputs);
    }
}
