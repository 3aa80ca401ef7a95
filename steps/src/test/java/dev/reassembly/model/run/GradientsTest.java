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
import dev.reassembly.model.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In double precision, gradients of every operator are what central differences say. */
class GradientsTest {
    private static final double STEP = 1e-5;
    /** Checked elements of each parameter. */
    private static final int SAMPLES = 5;
    /** What has no gradient: results are integers or conditions made floats; the cases of Round lie on its steps. */
    private static final Set<String> WITHOUT = Set.of("Hardmax", "OneHot", "IsNaN", "IsInf", "ConstantOfShape", "Range", "Cast",
            "CastLike", "Round", "EyeLike", "HannWindow", "HammingWindow", "BlackmanWindow", "QuantizeLinear");
    /** Their second output is of positions. */
    private static final Set<String> WITH_POSITIONS = Set.of("TopK", "MaxPool");

    @ParameterizedTest
    @MethodSource({"elementwise", "tensors", "layers", "samplings"})
    void agreeWithDifferences(OperatorCase example) {
        Graph graph = example.graph(Map.of());
        List<String> outputs = graph.outputs().stream().limit(WITH_POSITIONS.contains(example.operator()) ? 1 : 99).map(o -> o.name())
                .toList();
        try (GraphNetwork network = NetworkLoader.load(graph, Device.cpu(), DataType.FLOAT64);
                NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = RealNetworksTest.toDevice(scope, example.fed());
            Loss loss = new Loss(network, scope, inputs, outputs);
            network.setTrainable(network.parameters());
            try (GradientCollector collector = Engine.getEngine(Devices.ENGINE).newGradientCollector()) {
                collector.backward(loss.compute(Network.Mode.TRAINING));
            }
            for (String name : network.parameters().stream().filter(p -> network.gradient(p).isPresent()).toList()) {
                compare(name, network.gradient(name).get(), network.parameter(name), loss, scope);
            }
        }
    }

    private static void compare(String name, NDArray given, NDArray parameter, Loss loss, NDManager scope) {
        double[] gradient = given.toDoubleArray();
        Random random = new Random(5);
        for (int k = 0; k < Math.min(SAMPLES, gradient.length); k++) {
            int i = gradient.length <= SAMPLES ? k : random.nextInt(gradient.length);
            double[] unit = new double[gradient.length];
            unit[i] = STEP;
            NDArray step = scope.create(unit).reshape(parameter.getShape());
            parameter.addi(step);
            double above = loss.value();
            parameter.subi(step).subi(step);
            double below = loss.value();
            parameter.addi(step);
            double expected = (above - below) / (2 * STEP);
            assertThat(gradient[i]).as("%s[%d]: %s, expected %s", name, i, gradient[i], expected).isCloseTo(expected,
                    within(1e-6 * Math.max(1, Math.abs(expected))));
        }
    }

    /** A weighted sum of all outputs, so that no gradient is there by symmetry alone. */
    private record Loss(Network network, NDManager scope, Map<String, NDArray> inputs, List<String> outputs) {
        NDArray compute(Network.Mode mode) {
            NDArray total = null;
            for (NDArray output : network.run(scope, inputs, outputs, mode).values()) {
                double[] weights = new Random(1).doubles(output.size()).toArray();
                NDArray part = output.mul(scope.create(weights, output.getShape())).sum();
                total = total == null ? part : total.add(part);
            }
            return total;
        }

        double value() {
            return compute(Network.Mode.INFERENCE).getDouble();
        }
    }

    static Stream<OperatorCase> elementwise() {
        return differentiable(Stream.of(ElementwiseTest.unary(), ElementwiseTest.activations(), ElementwiseTest.binary(),
                ElementwiseTest.integers(), ElementwiseTest.variadic(), ElementwiseTest.logic()));
    }

    static Stream<OperatorCase> tensors() {
        return differentiable(Stream.of(TensorOperatorsTest.reductions(), TensorOperatorsTest.shapes(),
                TensorOperatorsTest.slices(),
                TensorOperatorsTest.indices(), TensorOperatorsTest.scattered(), TensorOperatorsTest.chosen(),
                TensorOperatorsTest.created(), TensorOperatorsTest.padded()));
    }

    static Stream<OperatorCase> layers() {
        return differentiable(Stream.of(LayerOperatorsTest.products(), LayerOperatorsTest.convolutions(),
                LayerOperatorsTest.transposedConvolutions(), LayerOperatorsTest.poolings(), LayerOperatorsTest.normalisations(),
                LayerOperatorsTest.resizing()));
    }

    static Stream<OperatorCase> samplings() {
        return differentiable(Stream.of(SamplingOperatorsTest.tappedPoolings(), SamplingOperatorsTest.sampling(),
                SamplingOperatorsTest.quantised()));
    }

    private static Stream<OperatorCase> differentiable(Stream<Stream<OperatorCase>> cases) {
        return cases.flatMap(s -> s).map(OperatorCase::withParameters).filter(c -> !WITHOUT.contains(c.operator()))
                .filter(GradientsTest::givesFloats);
    }

    private static boolean givesFloats(OperatorCase example) {
        try (GraphNetwork network = NetworkLoader.load(example.graph(Map.of()), Device.cpu(), DataType.FLOAT64);
                NDManager scope = network.manager().newSubManager()) {
            NDArray first = network.run(scope, RealNetworksTest.toDevice(scope, example.fed()), List.of("out0"),
                    Network.Mode.INFERENCE).get("out0");
            boolean finite = first.getDataType().isFloating() && Double.isFinite(first.sum().getDouble());
            return finite && !network.parameters().isEmpty() && !first.getShape().equals(new Shape(0));
        }
    }
}
