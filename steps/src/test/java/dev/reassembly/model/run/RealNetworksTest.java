package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pre-trained networks compute what ONNX Runtime computes. */
class RealNetworksTest {
    /** Small, since steps across the kinks of ReLU and Clip count as errors. */
    private static final double STEP = 1e-8;

    @ParameterizedTest
    @ValueSource(strings = {"all-minilm-l6-v2", "bge-small-en-v1.5"})
    void encodersAgree(String model) throws Exception {
        Path file = Path.of(System.getProperty("zoo"), model + ".onnx");
        Graph graph = OnnxReader.read(file, model);
        try (Network network = NetworkLoader.load(graph, Device.cpu())) {
            for (long[] shape : new long[][] {{1, 7}, {3, 40}}) {
                agree(network, graph, Files.readAllBytes(file), tokens(graph, shape));
            }
        }
    }

    /** Vision networks are too large to come with the tests: {@code -Dvision=FOLDER} names a folder of ONNX files. */
    @Test
    void visionNetworksAgree() throws Exception {
        assumeTrue(System.getProperty("vision") != null, "no folder of vision networks is given");
        try (var files = Files.newDirectoryStream(Path.of(System.getProperty("vision")), "*.onnx")) {
            for (Path file : files) {
                Graph graph = OnnxReader.read(file, file.toString());
                try (Network network = NetworkLoader.load(graph, Device.cpu())) {
                    agree(network, graph, Files.readAllBytes(file), pictures(graph, 2));
                }
            }
        }
    }

    /** The change of a loss along one direction in the space of all weights is the gradient's product with the direction. */
    @Test
    void gradientsOfAnEncoderAgreeWithDifferences() {
        Graph graph = OnnxReader.read(Path.of(System.getProperty("zoo"), "all-minilm-l6-v2.onnx"), "minilm");
        directional(graph, tokens(graph, 2, 6));
    }

    @Test
    void gradientsOfVisionNetworksAgreeWithDifferences() throws Exception {
        assumeTrue(System.getProperty("vision") != null, "no folder of vision networks is given");
        try (var files = Files.newDirectoryStream(Path.of(System.getProperty("vision")), "*.onnx")) {
            for (Path file : files) {
                Graph graph = OnnxReader.read(file, file.toString());
                directional(graph, pictures(graph, 1));
            }
        }
    }

    private static void directional(Graph graph, Map<String, Tensor> tensors) {
        String output = graph.outputs().get(0).name();
        try (Network network = NetworkLoader.loadDouble(graph, Device.cpu());
                NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = toDevice(scope, tensors);
            network.setTrainable(network.parameters());
            try (GradientCollector collector = Engine.getEngine(Devices.ENGINE).newGradientCollector()) {
                NDArray result = network.run(scope, inputs, List.of(output), Network.Mode.TRAINING).get(output);
                collector.backward(result.mul(result).mul(result).sum());
            }
            double expected = 0;
            List<NDArray> weights = new ArrayList<>();
            Map<NDArray, NDArray> direction = new IdentityHashMap<>();
            for (String name : network.parameters().stream().filter(p -> network.gradient(p).isPresent()).toList()) {
                NDArray gradient = network.gradient(name).get();
                NDArray weight = network.parameter(name);
                NDArray way = unit(gradient).add(unit(weight)).mul(STEP);
                weights.add(weight);
                direction.put(weight, way);
                expected += way.mul(gradient).sum().getDouble() / STEP;
            }
            weights.forEach(weight -> weight.addi(direction.get(weight)));
            double above = cubes(network, scope, inputs, output);
            weights.forEach(weight -> weight.subi(direction.get(weight)).subi(direction.get(weight)));
            double below = cubes(network, scope, inputs, output);
            assertThat((above - below) / (2 * STEP)).as(graph.name()).isCloseTo(expected, withinPercentage(0.01));
        }
    }

    private static NDArray unit(NDArray array) {
        return array.div(Math.max(Math.sqrt(array.mul(array).sum().getDouble()), 1e-9));
    }

    private static double cubes(Network network, NDManager scope, Map<String, NDArray> inputs, String output) {
        NDArray result = network.run(scope, inputs, List.of(output), Network.Mode.INFERENCE).get(output);
        return result.mul(result).mul(result).sum().getDouble();
    }

    private static void agree(Network network, Graph graph, byte[] model, Map<String, Tensor> inputs) throws Exception {
        Map<String, Tensor> expected = Oracle.run(model, inputs);
        List<String> outputs = graph.outputs().stream().map(ValueInfo::name).toList();
        try (NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> found = network.run(scope, toDevice(scope, inputs), outputs, Network.Mode.INFERENCE);
            assertThat(found.keySet()).containsExactlyElementsOf(outputs);
            found.forEach((name, array) -> Agreement.check(name, Tensors.toHost(array), expected.get(name), 1e-4,
                    Agreement.scale(expected.get(name))));
        }
    }

    static Map<String, NDArray> toDevice(NDManager scope, Map<String, Tensor> tensors) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> arrays.put(name, Tensors.toDevice(scope, tensor)));
        return arrays;
    }

    static Map<String, Tensor> tokens(Graph graph, long... shape) {
        Random random = new Random(7);
        Map<String, Tensor> inputs = new HashMap<>();
        for (ValueInfo input : graph.inputs()) {
            long[] values = new long[(int) (shape[0] * shape[1])];
            for (int i = 0; i < values.length; i++) {
                boolean padded = i % shape[1] >= shape[1] - 3 && i >= shape[1];
                values[i] = input.name().contains("mask") ? (padded ? 0 : 1)
                        : input.name().contains("type") ? 0 : 1000 + random.nextInt(20000);
            }
            inputs.put(input.name(), Tensor.ofLongs(List.of(shape[0], shape[1]), values));
        }
        return inputs;
    }

    static Map<String, Tensor> pictures(Graph graph, long batch) {
        Random random = new Random(3);
        ValueInfo input = graph.inputs().get(0);
        List<Long> shape = new ArrayList<>(input.shape());
        shape.set(0, batch);
        float[] values = new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Map.of(input.name(), Tensor.ofFloats(shape, values));
    }
}
