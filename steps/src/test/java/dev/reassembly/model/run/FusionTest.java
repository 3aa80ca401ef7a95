package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fused steps compute what their members compute, forward and backward, and give way when somebody looks inside. */
class FusionTest {
    private static Graph read(String model) {
        return OnnxReader.read(Path.of(System.getProperty("zoo"), model + ".onnx"), model);
    }

    /** In each layer four projections and two feed-forward maps, two normalisations and a GELU; one normalisation of embeddings. */
    @ParameterizedTest
    @CsvSource({"all-minilm-l6-v2,6", "e5-small-v2,12", "bge-small-en-v1.5,12"})
    void allLayersOfAnEncoderAreFound(String model, int layers) {
        Map<String, Long> found = new Program(read(model)).fusions().stream()
                .collect(Collectors.groupingBy(f -> f.step().node().operator(), Collectors.counting()));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(
                Map.of("MatMul", 6L * layers, "LayerNormalization", 2L * layers + 1, "Gelu", (long) layers));
    }

    /** The other order of GELU's products, and look-alikes that are not GELUs. */
    @ParameterizedTest
    @CsvSource({"0.5,1,1.41421356,1", "0.4,1,1.41421356,0", "0.5,2,1.41421356,0", "0.5,1,1.5,0"})
    void onlyTrueGelusAreFused(float half, float one, float root, int expected) {
        Map<String, Tensor> numbers = Map.of("half", Tensor.ofFloats(List.of(), half), "one", Tensor.ofFloats(List.of(), one),
                "root", Tensor.ofFloats(List.of(), root));
        List<Node> nodes = List.of(new Node("a", "Mul", List.of("half", "x"), List.of("h")),
                new Node("b", "Div", List.of("x", "root"), List.of("d")), new Node("c", "Erf", List.of("d"), List.of("e")),
                new Node("d", "Add", List.of("one", "e"), List.of("s")), new Node("e", "Mul", List.of("h", "s"), List.of("y")));
        Graph plain = Nets.of(nodes.toArray(Node[]::new));
        Graph graph = new Graph("gelu", plain.inputs(), plain.outputs(), nodes, numbers);
        assertThat(new Program(graph).fusions()).hasSize(expected);
    }

    @Test
    void aFusedStepThatCannotRunTellsTheOperatorSetOfItsFile() {
        Map<String, Tensor> weights = Map.of("w", OperatorCase.normal(4, 5), "b", OperatorCase.normal(5));
        Graph plain = Nets.of(new Node("product", "MatMul", List.of("x", "w"), List.of("p")).withOpset(13),
                new Node("sum", "Add", List.of("p", "b"), List.of("y")).withOpset(13));
        Graph graph = new Graph("affine", plain.inputs(), plain.outputs(), plain.nodes(), weights);
        assertThat(new Program(graph).fusions()).hasSize(1);
        try (Network network = NetworkLoader.load(graph, Device.cpu()); NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = Map.of("x", scope.zeros(new Shape(2, 3)));
            assertThatThrownBy(() -> network.run(scope, inputs, List.of("y"), Network.Mode.INFERENCE))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("node 'sum': operator MatMul (opset 13) cannot run on float32[2, 3], float32[4, 5]");
        }
    }

    @Test
    void fusedAndPlainAgreeInValuesAndGradients() {
        Graph graph = read("all-minilm-l6-v2");
        String output = graph.outputs().get(0).name();
        // Whoever wants all tensors keeps every step as it is.
        List<String> all = graph.nodes().stream().flatMap(n -> n.outputs().stream()).toList();
        try (GraphNetwork network = NetworkLoader.load(graph, Device.cpu(), DataType.FLOAT64);
                NDManager scope = network.manager().newSubManager()) {
            network.setTrainable(network.parameters());
            Map<String, NDArray> inputs = RealNetworksTest.toDevice(scope, RealNetworksTest.tokens(graph, 2, 5));
            Map<String, double[]> fused = gradients(network, scope, inputs, List.of(output), output);
            Map<String, double[]> plain = gradients(network, scope, inputs, all, output);
            assertThat(fused).hasSameSizeAs(plain);
            // The exporter wrote the root of 2 in single precision.
            plain.forEach((name, values) -> assertThat(distance(fused.get(name), values)).as(name)
                    .isLessThan(1e-6 * Math.max(1, distance(values, new double[values.length]))));
            long moved = plain.values().stream().filter(values -> distance(values, new double[values.length]) > 1e-6).count();
            // Softmax does not see the bias of keys: six of these have no gradient.
            assertThat(moved).isGreaterThanOrEqualTo(plain.size() - 7L);
        }
    }

    /** The output under an empty name, and the gradient of a weighted sum of it for each parameter. */
    private static Map<String, double[]> gradients(Network network, NDManager scope, Map<String, NDArray> inputs,
            List<String> wanted, String output) {
        Map<String, double[]> values = new HashMap<>();
        try (GradientCollector collector = Engine.getEngine(Devices.ENGINE).newGradientCollector()) {
            NDArray result = network.run(scope, inputs, wanted, Network.Mode.TRAINING).get(output);
            values.put("", result.toDoubleArray());
            collector.backward(result.mul(result).mul(result).sum());
        }
        for (String name : network.parameters()) {
            try (NDArray gradient = network.gradient(name).get()) {
                values.put(name, gradient.toDoubleArray());
            }
        }
        network.forgetGradients();
        return values;
    }

    private static double distance(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
    }

    @Test
    void tensorsInsideAFusionCanBeTakenAndGiven() {
        Graph graph = read("all-minilm-l6-v2");
        Node erf = graph.nodes().stream().filter(n -> n.operator().equals("Erf")).findFirst().orElseThrow();
        String inner = erf.outputs().get(0);
        String output = graph.outputs().get(0).name();
        try (Network network = NetworkLoader.load(graph, Device.cpu()); NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = new HashMap<>(RealNetworksTest.toDevice(scope, RealNetworksTest.tokens(graph, 1, 4)));
            Map<String, NDArray> looked = network.run(scope, inputs, List.of(inner, output), Network.Mode.INFERENCE);
            assertThat(looked.get(inner).abs().max().getFloat()).isLessThanOrEqualTo(1);
            float[] expected = looked.get(output).toFloatArray();
            assertThat(network.run(scope, inputs, List.of(output), Network.Mode.INFERENCE).get(output).toFloatArray())
                    .containsExactly(expected, within(1e-5f));
            inputs.put(inner, looked.get(inner).mul(0));
            float[] changed = network.run(scope, inputs, List.of(output), Network.Mode.INFERENCE).get(output).toFloatArray();
            assertThat(changed[0]).isNotCloseTo(expected[0], within(1e-4f));
        }
    }
}
