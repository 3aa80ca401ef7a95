package dev.reassembly.model.compose;

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
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.model.run.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of two kinds: gradients through the whole of it, training, and the trained network in ONNX Runtime. */
class MixedTrainingTest {
    private static final double STEP = 1e-6;
    private static final int SAMPLES = 4;
    private static final int[] LABELS = {0, 1, 2, 0};

    static List<Mixture> joinable() {
        return Mixture.joinable();
    }

    static List<Mixture> impossible() {
        return Mixture.impossible();
    }

    @ParameterizedTest
    @MethodSource("joinable")
    void gradientsOfStitchAndBothBlocksAreWhatDifferencesSay(Mixture mixture) {
        Graph graph = mixture.compose().graph();
        try (Network network = NetworkLoader.loadDouble(graph, Device.cpu()); NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = inputs(scope, mixture.samples(SAMPLES));
            network.setTrainable(network.parameters());
            backward(network, inputs);
            List<String> moved = new ArrayList<>();
            for (String name : network.parameters()) {
                if (network.gradient(name).isPresent()) {
                    compare(name, network, inputs, network.parameter(name));
                    moved.add(name.replaceAll("/.*", ""));
                }
            }
            assertThat(moved).contains("b0", "s1", "b1", "head");
        }
    }

    private static void compare(String name, Network network, Map<String, NDArray> inputs, NDArray parameter) {
        double[] gradient = network.gradient(name).get().toDoubleArray();
        Random random = new Random(5);
        for (int k = 0; k < Math.min(2, gradient.length); k++) {
            int i = random.nextInt(gradient.length);
            try (NDManager scope = network.manager().newSubManager()) {
                double[] unit = new double[gradient.length];
                unit[i] = STEP;
                NDArray step = scope.create(unit).reshape(parameter.getShape());
                parameter.addi(step);
                double above = loss(network, inputs, Network.Mode.INFERENCE).getDouble();
                parameter.subi(step).subi(step);
                double below = loss(network, inputs, Network.Mode.INFERENCE).getDouble();
                parameter.addi(step);
                double expected = (above - below) / (2 * STEP);
                assertThat(gradient[i]).as("%s[%d]", name, i).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("joinable")
    void trainsAndRunsInOnnxRuntimeOnBatchesOfAnySize(Mixture mixture) throws Exception {
        Composition composition = mixture.compose();
        Graph trained = trained(composition.graph(), mixture);
        for (int n : new int[] {1, 5}) {
            Map<String, Tensor> samples = mixture.samples(n);
            Oracle.Value theirs = Oracle.onnxRuntime(trained, samples, "logits").get("logits");
            Oracle.Value ours = Oracle.engine(trained, samples, "logits").get("logits");
            assertThat(theirs.shape()).isEqualTo(List.of((long) n, 3L)).isEqualTo(ours.shape());
            assertThat(ours.data()).containsExactly(theirs.data(), within(1e-4f));
        }
    }

    /** Six steps of plain gradient descent on everything. */
    private static Graph trained(Graph graph, Mixture mixture) {
        try (Network network = NetworkLoader.load(graph, Device.cpu()); NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = inputs(scope, mixture.samples(SAMPLES));
            network.setTrainable(network.parameters());
            float before = loss(network, inputs, Network.Mode.INFERENCE).getFloat();
            for (int step = 0; step < 6; step++) {
                backward(network, inputs);
                for (String name : network.parameters()) {
                    network.gradient(name).ifPresent(gradient -> {
                        try (gradient; NDArray change = gradient.mul(0.05)) {
                            network.parameter(name).subi(change);
                        }
                    });
                }
                network.forgetGradients();
            }
            assertThat(loss(network, inputs, Network.Mode.INFERENCE).getFloat()).isLessThan(0.995f * before);
            Map<String, Tensor> weights = new LinkedHashMap<>();
            network.parameters().forEach(name -> weights.put(name, Tensors.toHost(network.parameter(name))));
            for (String part : List.of("b0/", "s1/weight", "s1/bias", "b1/", "head/")) {
                assertThat(weights.entrySet()).as(part).anyMatch(w -> w.getKey().startsWith(part)
                        && !w.getValue().data().equals(graph.initializers().get(w.getKey()).data()));
            }
            return graph.withInitializers(weights);
        }
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void aVectorHasNoPlacesToGive(Mixture mixture) {
        assertThatThrownBy(mixture::compose).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no affine map leads from").hasMessageContaining("a vector leads to vectors only");
    }

    private static void backward(Network network, Map<String, NDArray> inputs) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss(network, inputs, Network.Mode.TRAINING));
        }
    }

    /** The cross-entropy of fixed labels. */
    private static NDArray loss(Network network, Map<String, NDArray> inputs, Network.Mode mode) {
        NDManager scope = inputs.values().iterator().next().getManager();
        NDArray logits = network.run(scope, inputs, List.of("logits"), mode).get("logits");
        double[] targets = new double[SAMPLES * 3];
        for (int i = 0; i < SAMPLES; i++) {
            targets[3 * i + LABELS[i]] = -1.0 / SAMPLES;
        }
        NDArray weights = scope.create(targets, new Shape(SAMPLES, 3)).toType(logits.getDataType(), true);
        return logits.logSoftmax(1).mul(weights).sum();
    }

    private static Map<String, NDArray> inputs(NDManager scope, Map<String, Tensor> samples) {
        Map<String, NDArray> inputs = new HashMap<>();
        samples.forEach((name, tensor) -> inputs.put(name, scope.create(tensor.data(), new Shape(tensor.shape().stream()
                .mapToLong(Long::longValue).toArray()), tensor.type() == ElementType.FLOAT ? DataType.FLOAT32 : DataType.INT64)));
        return inputs;
    }
}
