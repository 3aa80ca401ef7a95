package dev.reassembly.model.run;

import static dev.reassembly.model.run.Network.Mode.INFERENCE;
import static dev.reassembly.model.run.Network.Mode.TRAINING;
import static dev.reassembly.model.run.OperatorCase.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a network runs, what it returns and what it leaves open. */
class NetworkTest {
    private final Network network = NetworkLoader.load(Nets.convolutional(4, 6), Device.cpu());
    private final NDManager scope = Engine.getEngine(Devices.ENGINE).newBaseManager(Device.cpu());
    private final Tensor picture = normal(2, 4, 6, 6);
    private final NDArray x = Tensors.toDevice(scope, picture);

    @AfterEach
    void close() {
        scope.close();
        network.close();
    }

    @Test
    void computesWhatTheOracleComputes() throws Exception {
        Tensor expected = Oracle.run(OnnxWriter.toBytes(Nets.convolutional(4, 6)), Map.of("x", picture)).get("y");
        NDArray found = network.run(scope, Map.of("x", x), List.of("y"), INFERENCE).get("y");
        Agreement.check("y", Tensors.toHost(found), expected, 1e-4, 0.1);
    }

    @Test
    void returnsTensorsInsideTheGraphInTheOrderAskedFor() {
        Map<String, NDArray> found = network.run(scope, Map.of("x", x), List.of("y", "a", "t"), INFERENCE);
        assertThat(found.keySet()).containsExactly("y", "a", "t");
        assertThat(found.get("a").getShape()).isEqualTo(new Shape(2, 4, 6, 6));
        assertThat(found.get("t").toLongArray()).containsExactly(2, -1);
    }

    @Test
    void whatOnlyServesGivenTensorsIsNotRun() {
        Map<String, NDArray> whole = network.run(scope, Map.of("x", x), List.of("b", "y"), INFERENCE);
        NDArray late = network.run(scope, Map.of("b", whole.get("b")), List.of("y"), INFERENCE).get("y");
        assertThat(late.toFloatArray()).containsExactly(whole.get("y").toFloatArray(), within(1e-6f));
        assertThat(whole.get("b").isReleased()).isFalse();
        // A tensor that the operator before could never make.
        NDArray other = scope.zeros(new Shape(7, 4, 3, 3));
        NDArray y = network.run(scope, Map.of("b", other), List.of("y"), INFERENCE).get("y");
        assertThat(y.getShape()).isEqualTo(new Shape(7, 5));
    }

    @Test
    void inputsStayOpenAndOutputsBelongToTheScope() {
        try (NDManager inner = scope.newSubManager()) {
            NDArray y = network.run(inner, Map.of("x", x), List.of("y"), INFERENCE).get("y");
            assertThat(y.getManager()).isSameAs(inner);
            inner.close();
            assertThat(y.isReleased()).isTrue();
        }
        assertThat(x.isReleased()).isFalse();
    }

    @Test
    void anOutputThatIsAnInputOrAParameterIsAHandleOfItsOwn() {
        Map<String, NDArray> found = network.run(scope, Map.of("x", x), List.of("x", "fc.bias", "first"), INFERENCE);
        found.values().forEach(NDArray::close);
        assertThat(x.isReleased()).isFalse();
        assertThat(network.run(scope, Map.of("x", x), List.of("y"), INFERENCE).get("y").getShape()).isEqualTo(new Shape(2, 5));
    }

    @Test
    void initializersCanBeGivenToo() {
        NDArray bias = network.run(scope, Map.of("x", x, "fc.weight", scope.zeros(new Shape(4, 5))), List.of("y"), INFERENCE)
                .get("y");
        float[] expected = network.parameter("fc.bias").toFloatArray();
        assertThat(bias.get(1).toFloatArray()).containsExactly(expected);
        Map<String, NDArray> given = Map.of("c", scope.ones(new Shape(1, 4, 1, 1)), "half", scope.create(3f));
        float[] tripled = network.run(scope, given, List.of("d"),
                INFERENCE).get("d").toFloatArray();
        assertThat(tripled).containsOnly(3);
    }

    @Test
    void wideInputsBecomeFloat32() {
        NDArray expected = network.run(scope, Map.of("x", x), List.of("y"), INFERENCE).get("y");
        NDArray found = network.run(scope, Map.of("x", x.toType(DataType.FLOAT64, true)), List.of("y"), INFERENCE).get("y");
        assertThat(found.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(found.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-6f));
    }

    @Test
    void parametersAreTheWeightsWithoutNumbersOfFormulas() {
        assertThat(network.parameters()).containsExactly("conv.weight", "bn.scale", "bn.bias", "bn.mean", "bn.var", "fc.weight",
                "fc.bias");
        assertThat(network.batchNormalisations()).containsExactly("bn.scale");
        assertThatIllegalArgumentException().isThrownBy(() -> network.parameter("high"));
        assertThatIllegalArgumentException().isThrownBy(() -> network.setTrainable(List.of("none")));
        assertThatIllegalArgumentException().isThrownBy(() -> network.setMovingStatistics(List.of("bn.bias")));
    }

    @Test
    void gradientsReachTrainableParametersAlone() {
        network.setTrainable(List.of("conv.weight", "bn.scale", "fc.bias", "bn.mean"));
        train();
        assertThat(network.gradient("fc.bias").get().toFloatArray()).containsOnly(2);
        assertThat(network.gradient("conv.weight").get().abs().sum().getFloat()).isPositive();
        for (String frozen : List.of("bn.mean", "bn.var", "bn.bias", "fc.weight")) {
            assertThat(network.gradient(frozen)).as(frozen).isEmpty();
        }
        train();
        assertThat(network.gradient("fc.bias").get().toFloatArray()).as("of two passes").containsOnly(4);
        network.forgetGradients();
        assertThat(network.gradient("fc.bias").get().toFloatArray()).containsOnly(0);
        train();
        assertThat(network.gradient("fc.bias").get().toFloatArray()).containsOnly(2);
        network.setTrainable(List.of());
        assertThat(network.parameters()).noneMatch(name -> network.gradient(name).isPresent());
    }

    @Test
    void inferenceRecordsNothing() {
        network.setTrainable(List.of("conv.weight"));
        try (GradientCollector collector = Engine.getEngine(Devices.ENGINE).newGradientCollector()) {
            NDArray still = network.run(scope, Map.of("x", x), List.of("y"), INFERENCE).get("y");
            assertThatThrownBy(() -> collector.backward(still)).hasMessageContaining("does not require grad");
            collector.backward(network.run(scope, Map.of("x", x), List.of("y"), TRAINING).get("y"));
        }
    }

    @Test
    void parametersChangedInPlaceCount() {
        NDArray before = network.run(scope, Map.of("x", x), List.of("y"), INFERENCE).get("y");
        network.parameter("fc.bias").addi(1);
        NDArray after = network.run(scope, Map.of("x", x), List.of("y"), INFERENCE).get("y");
        assertThat(after.sub(before).toFloatArray()).containsOnly(new float[] {1}, within(1e-5f));
    }

    @Test
    void statisticsMoveOnlyWhereNamedAndOnlyInTraining() {
        float[] mean = network.parameter("bn.mean").toFloatArray();
        float[] variance = network.parameter("bn.var").toFloatArray();
        NDArray still = network.run(scope, Map.of("x", x), List.of("b"), INFERENCE).get("b");
        assertThat(network.run(scope, Map.of("x", x), List.of("b"), TRAINING).get("b").toFloatArray())
                .containsExactly(still.toFloatArray(), within(1e-6f));
        network.setMovingStatistics(List.of("bn.scale"));
        network.run(scope, Map.of("x", x), List.of("b"), INFERENCE);
        assertThat(network.parameter("bn.mean").toFloatArray()).containsExactly(mean);

        Map<String, NDArray> found = network.run(scope, Map.of("x", x), List.of("a", "b"), TRAINING);
        NDArray channel = found.get("a").get(":, 1").flatten();
        double[] values = channel.toType(DataType.FLOAT64, true).toDoubleArray();
        double average = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - average) * (v - average)).sum();
        assertThat(network.parameter("bn.mean").toFloatArray()[1]).isCloseTo((float) (0.9 * mean[1] + 0.1 * average),
                within(1e-4f));
        assertThat(network.parameter("bn.var").toFloatArray()[1])
                .isCloseTo((float) (0.9 * variance[1] + 0.1 * squares / (values.length - 1)), within(1e-3f));
        double first = (values[0] - average) / Math.sqrt(squares / values.length + 1e-5);
        double expected = first * network.parameter("bn.scale").toFloatArray()[1]
                + network.parameter("bn.bias").toFloatArray()[1];
        assertThat(found.get("b").getFloat(0, 1, 0, 0)).isCloseTo((float) expected, within(1e-4f));

        network.setMovingStatistics(List.of());
        float[] moved = network.parameter("bn.mean").toFloatArray();
        network.run(scope, Map.of("x", x), List.of("b"), TRAINING);
        assertThat(network.parameter("bn.mean").toFloatArray()).containsExactly(moved);
    }

    @Test
    void mistakesNameWhatIsWrong() {
        assertThatThrownBy(() -> network.run(scope, Map.of(), List.of("y"), INFERENCE))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("'x'").hasMessageContaining("not given");
        assertThatThrownBy(() -> network.run(scope, Map.of("x", x), List.of("z"), INFERENCE))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("'z'");
        NDArray narrow = scope.zeros(new Shape(1, 3, 6, 6));
        assertThatThrownBy(() -> network.run(scope, Map.of("x", narrow), List.of("y"), INFERENCE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("node 'conv': operator Conv (opset 21) cannot run on float32[1, 3, 6, 6], "
                        + "float32[4, 4, 3, 3]");
        // A failed run leaves the network usable.
        assertThat(network.run(scope, Map.of("x", x), List.of("y"), INFERENCE).get("y").getShape()).isEqualTo(new Shape(2, 5));
    }

    @Test
    void anOperatorThatIsNotSupportedIsRefusedAtLoad() {
        refused("node 'n': operator Foo (opset 11) is not supported",
                new Node("n", "Foo", List.of("x"), List.of("y")).withOpset(11));
        refused("node 'n': operator com.microsoft.Gelu (opset 21) is not supported",
                new Node("n", "com.microsoft", "Gelu", List.of("x"), List.of("y"), Map.of()));
        refused("node 'y': operator Foo (opset 21) is not supported", new Node("", "Foo", List.of("x"), List.of("y")));
        refused("node 'n': operator Relu (opset 9) cannot run: its input 'q' is made by no node before it",
                new Node("n", "Relu", List.of("q"), List.of("y")).withOpset(9));
        refused("node 'n': operator BatchNormalization (opset 21) is not supported with output 'm', number 2",
                new Node("n", "BatchNormalization", List.of("x", "x", "x", "x", "x"), List.of("y", "m")),
                new Node("r", "Relu", List.of("m"), List.of("z")));
    }

    private static void refused(String message, Node... nodes) {
        assertThatThrownBy(() -> NetworkLoader.load(Nets.of(nodes), Device.cpu())).isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private void train() {
        try (GradientCollector collector = Engine.getEngine(Devices.ENGINE).newGradientCollector()) {
            NDArray loss = network.run(scope, Map.of("x", x), List.of("y"), TRAINING).get("y").sum();
            collector.backward(loss);
        }
    }
}
