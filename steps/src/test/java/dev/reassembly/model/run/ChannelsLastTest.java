package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The order in memory is chosen where it pays and changes no value. */
class ChannelsLastTest {
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Random random = new Random(4);

    private ChannelsLastTest conv(String name, String input, long out, long in, long side, long groups) {
        float[] values = new float[Math.toIntExact(out * in / groups * side * side)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        weights.put(name + "/w", Tensor.ofFloats(List.of(out, in / groups, side, side), values));
        nodes.add(new Node(name, "", "Conv", List.of(input, name + "/w"), List.of(name), Map.of("group", new Attribute.Int(groups),
                "pads", new Attribute.Ints(List.of(side / 2, side / 2, side / 2, side / 2)))));
        return this;
    }

    private ChannelsLastTest node(String name, String operator, String... inputs) {
        nodes.add(new Node(name, operator, List.of(inputs), List.of(name)));
        return this;
    }

    private Graph graph(long channels) {
        return new Graph("maps", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, channels, -1L, -1L))), List.of(), nodes, weights);
    }

    private static List<String> names(Graph graph) {
        return graph.nodes().stream().filter(ChannelsLast.needing(graph)::contains).map(Node::name).toList();
    }

    @Test
    void theOrderLastsThroughANetwork() {
        Graph graph = conv("a", "x", 8, 3, 3, 1).node("a1", "Relu", "a").conv("b", "a1", 8, 8, 3, 8).node("sum", "Add", "a1", "b")
                .node("mean", "GlobalAveragePool", "sum").conv("squeeze", "mean", 8, 8, 1, 1).node("gate", "Sigmoid", "squeeze").node("gated", "Mul", "sum", "gate")
                .conv("c", "gated", 4, 8, 1, 1).graph(3);
        assertThat(names(graph)).containsExactly("a");
    }

    @Test
    void itBeginsAgainWhereItIsLostAndNotAtASingleChannel() {
        Graph graph = conv("grey", "x", 8, 1, 3, 1).conv("b", "grey", 8, 8, 3, 1).node("turned", "Transpose", "b").conv("c", "turned", 8, 8, 1, 1)
                .node("mixed", "Add", "c", "turned").conv("d", "mixed", 8, 8, 1, 1).graph(1);
        assertThat(names(graph)).containsExactly("b", "c", "d");
    }

    /** Beside the same network in double precision, where no order is chosen. */
    @Test
    void valuesAndGradientsAreTheSame() {
        Graph graph = conv("a", "x", 6, 3, 3, 1).node("a1", "Relu", "a").conv("b", "a1", 6, 6, 3, 6).node("sum", "Add", "a1", "b").conv("c", "sum", 4, 6, 1, 1)
                .node("y", "Relu", "c").graph(3);
        float[] x = new float[2 * 3 * 5 * 7];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        List<double[]> expected = run(NetworkLoader.loadDouble(graph, Device.cpu()), x, DataType.FLOAT64);
        List<double[]> actual = run(NetworkLoader.load(graph, Device.cpu()), x, DataType.FLOAT32);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).containsExactly(expected.get(i), within(2e-4));
        }
    }

    /** The output twice, by both ways of reading it, and the gradients of all kernels. */
    private static List<double[]> run(Network network, float[] x, DataType type) {
        List<double[]> found = new ArrayList<>();
        try (network; NDManager scope = network.manager().newSubManager()) {
            network.setTrainable(network.parameters());
            Map<String, NDArray> fed = Map.of("x", scope.create(x, new Shape(2, 3, 5, 7)).toType(type, false));
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray y = network.run(scope, fed, List.of("y"), Network.Mode.TRAINING).get("y");
                found.add(doubles(y));
                found.add(doubles(scope.create(y.toByteBuffer(), y.getShape(), type)));
                NDArray weight = scope.arange((float) y.size()).toType(type, false).reshape(y.getShape()).div(100);
                collector.backward(y.mul(weight).sum());
            }
            for (String name : network.parameters()) {
                NDArray gradient = network.gradient(name).get();
                found.add(doubles(gradient));
                found.add(doubles(scope.create(gradient.toByteBuffer(true), gradient.getShape(), type)));
            }
        }
        return found;
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }
}
