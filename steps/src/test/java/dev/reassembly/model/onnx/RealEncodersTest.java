package dev.reassembly.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's pre-trained text encoders: what is read and written again computes the same in ONNX Runtime. */
class RealEncodersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"all-minilm-l6-v2", "e5-small-v2", "bge-small-en-v1.5"})
    void aRewrittenEncoderComputesTheSame(String model) throws Exception {
        Path original = Path.of(System.getProperty("zoo"), model + ".onnx");
        Graph graph = OnnxReader.read(original, model);
        Path written = folder.resolve(model + ".onnx");
        assertThat(OnnxWriter.write(graph, written, Map.of("source", model))).containsExactly(written);

        Map<String, Tensor> inputs = tokens(graph, new long[] {3, 17});
        Map<String, Ort.Value> expected = Ort.run(original, inputs);
        Map<String, Ort.Value> found = Ort.run(written, inputs);
        assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, value) -> {
            assertThat(found.get(name).shape()).isEqualTo(value.shape());
            assertThat(found.get(name).values()).containsExactly(value.values(), within(1e-5));
        });
        // All but the operator set of the file is the same.
        Graph expectedBack = new Graph(graph.name(), graph.inputs(), graph.outputs(),
                graph.nodes().stream().map(node -> node.withOpset(Graph.OPSET)).toList(), graph.initializers());
        assertThat(OnnxReader.read(written, "written")).isEqualTo(expectedBack);
        assertIsSound(graph);
        // The old softmax along axis 3 is known to be the last one, so attention keeps its form.
        assertThat(graph.nodes()).extracting(Node::operator).contains("Softmax").doesNotContain("Flatten");
    }

    private static void assertIsSound(Graph graph) {
        Set<String> known = new HashSet<>(graph.initializers().keySet());
        graph.inputs().forEach(input -> assertThat(known.add(input.name())).isTrue());
        Set<String> names = new HashSet<>();
        for (Node node : graph.nodes()) {
            assertThat(names.add(node.name())).isTrue();
            assertThat(node.operator()).isNotIn("Constant", "Identity", "Dropout");
            assertThat(known).containsAll(node.inputs().stream().filter(i -> !i.isEmpty()).toList());
            node.outputs().forEach(output -> assertThat(known.add(output)).isTrue());
        }
        graph.outputs().forEach(output -> assertThat(known).contains(output.name()));
        graph.initializers().forEach((name, tensor) -> assertThat(tensor.data().isDirect()).as(name).isTrue());
    }

    private static Map<String, Tensor> tokens(Graph graph, long[] shape) {
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
}
