package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is double precision on operands that are rounded here, bit by bit. */
class MixedPrecisionTest {
    /** Of the greatest magnitude: results are rounded to 8 bits once more, and so are gradients on their way. */
    private static final double TOLERANCE = 1.0 / 128;

    private record Outcome(float[] value, Map<String, float[]> gradients) {}

    static Stream<OperatorCase> cases() {
        return Stream.of(LayerOperatorsTest.products(), LayerOperatorsTest.convolutions(), LayerOperatorsTest.transposedConvolutions()).flatMap(s -> s)
                .filter(c -> !c.operator().equals("Einsum")).map(OperatorCase::withParameters);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainingRoundsWhatIsMultipliedAndNothingElse(OperatorCase example) {
        roundsWhatIsMultiplied(example.graph(Map.of()));
    }

    private static void roundsWhatIsMultiplied(Graph graph) {
        try (Network mixed = NetworkLoader.loadMixed(graph, Device.cpu()); Network single = NetworkLoader.load(graph, Device.cpu());
                Network exact = NetworkLoader.loadDouble(withRoundedOperands(graph), Device.cpu())) {
            assertThat(value(mixed)).containsExactly(value(single));
            Outcome found = trained(mixed);
            Outcome expected = trained(exact);
            agree("value", found.value(), expected.value());
            expected.gradients().forEach((name, gradient) -> agree(name, found.gradients().get(name), gradient));
            assertThat(found.value()).isNotEqualTo(trained(single).value());
        }
    }

    /** Linear layers as exporters write them, which are fused to one step. */
    @Test
    void aProductWithABiasIsRoundedToo() {
        Map<String, Tensor> weights = new LinkedHashMap<>(Map.of("a", OperatorCase.normal(6, 4), "w", OperatorCase.normal(4, 5), "b", OperatorCase.normal(5)));
        Graph plain = Nets.of(new Node("product", "MatMul", List.of("a", "w"), List.of("p")), new Node("sum", "Add", List.of("p", "b"), List.of("out0")));
        Graph graph = new Graph("affine", List.of(), plain.outputs(), plain.nodes(), weights);
        assertThat(new Program(graph).fusions()).hasSize(1);
        roundsWhatIsMultiplied(graph);
    }

    private static void agree(String name, float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double greatest = 0;
        for (float value : expected) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(TOLERANCE * greatest + 1e-6));
        }
    }

    private static float[] value(Network network) {
        try (NDManager scope = network.manager().newSubManager()) {
            return network.run(scope, Map.of(), List.of("out0"), Network.Mode.INFERENCE).get("out0").toFloatArray();
        }
    }

    private static Outcome trained(Network network) {
        network.setTrainable(network.parameters());
        try (NDManager scope = network.manager().newSubManager()) {
            float[] value;
            try (GradientCollector collector = Engine.getEngine(Devices.ENGINE).newGradientCollector()) {
                NDArray result = network.run(scope, Map.of(), List.of("out0"), Network.Mode.TRAINING).get("out0");
                value = floats(result);
                double[] weights = new Random(1).doubles(result.size()).toArray();
                NDArray factors = scope.create(weights, result.getShape()).toType(result.getDataType(), false);
                collector.backward(result.mul(factors).sum());
            }
            Map<String, float[]> gradients = new LinkedHashMap<>();
            network.parameters().forEach(name -> gradients.put(name, floats(network.gradient(name).get())));
            return new Outcome(value, gradients);
        }
    }

    private static float[] floats(NDArray array) {
        Number[] numbers = array.toArray();
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i].floatValue();
        }
        return values;
    }

    private static Graph withRoundedOperands(Graph graph) {
        Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
        graph.nodes().get(0).inputs().subList(0, 2).forEach(name -> initializers.computeIfPresent(name, (key, tensor) -> rounded(tensor)));
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.nodes(), initializers);
    }

    private static Tensor rounded(Tensor tensor) {
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            // To the nearest of those whose lower 16 bits are zero, to the even one between two.
            int up = 0x7FFF + (bits >>> 16 & 1);
            values[i] = Float.intBitsToFloat(bits + up & 0xFFFF0000);
        }
        return Tensor.ofFloats(tensor.shape(), values);
    }

    /** Whatever this machine's processor can: the answer is given once, and in words. */
    @Test
    void aDeviceIsTriedOnce() {
        long start = System.nanoTime();
        var first = MixedPrecision.refusal(Device.cpu());
        long tried = System.nanoTime() - start;
        start = System.nanoTime();
        assertThat(MixedPrecision.refusal(Device.cpu())).isSameAs(first);
        assertThat(System.nanoTime() - start).isLessThan(tried);
        first.ifPresent(reason -> assertThat(reason).matches("the device's products in bfloat16 are \\d+\\.\\d\\d times as fast as in single precision"));
    }
}
