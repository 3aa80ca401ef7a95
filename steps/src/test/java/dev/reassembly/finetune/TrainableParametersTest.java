package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainableParametersTest {
    private static Node node(String operator, String output, String... inputs) {
        return new Node(output, operator, List.of(inputs), List.of(output));
    }

    @Test
    void constantsThatAreNoWeightsAreNotTrained() {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("weight", Tensor.ofFloats(List.of(2L, 2L), 1, 2, 3, 4));
        constants.put("bias", Tensor.ofFloats(List.of(2L), 1, 2));
        constants.put("half", Tensor.ofFloats(List.of(), 0.5f));
        constants.put("exponents", Tensor.ofFloats(List.of(2L), 2, 3));
        constants.put("mask", Tensor.ofFloats(List.of(2L), 0, -1e9f));
        constants.put("infinite", Tensor.ofFloats(List.of(2L), 0, Float.NEGATIVE_INFINITY));
        constants.put("scales", Tensor.ofFloats(List.of(2L), 1, 2));
        constants.put("axes", Tensor.ofLongs(List.of(2L), 0, 1));
        constants.put("unused", Tensor.ofFloats(List.of(2L), 1, 2));
        constants.put("s1/weight", Tensor.ofFloats(List.of(1L, 1L), 1));
        constants.put("s1/scales", Tensor.ofFloats(List.of(2L), 1, 2));
        constants.put("head/bias", Tensor.ofFloats(List.of(2L), 0, 0));
        Graph graph = new Graph("g", List.of(), List.of(), List.of(node("MatMul", "a", "x", "weight"),
                node("Add", "b", "a", "bias"),
                node("Mul", "c", "b", "half"), node("Pow", "d", "c", "exponents"), node("Add", "e", "d", "mask"),
                node("Add", "f", "e", "infinite"), node("Resize", "g", "f", "", "scales"), node("ReduceSum", "h", "g", "axes"),
                node("MatMul", "i", "h", "s1/weight"), node("Resize", "j", "i", "", "s1/scales"),
                        node("Add", "k", "j", "head/bias")),
                constants);
        assertThat(TrainableParameters.names(graph, FineTuning.Mode.Full)).containsExactly("weight", "bias", "s1/weight",
                "head/bias");
        assertThat(TrainableParameters.names(graph, FineTuning.Mode.Frozen)).containsExactly("s1/weight", "head/bias");
    }

    @Test
    void groupsHaveTheirOwnRatesAndVectorsNoDecay() {
        Graph graph = ToyNetworks.pictures().graph();
        FineTuning recipe = new FineTuning(FineTuning.Mode.Full, 1, 16, 1e-5, 1e-3, 0.05, 0.1, 0.1, 1, false, null, null, 1.0, 0, FineTuning.Precision.Single);
        Set<String> trained = TrainableParameters.names(graph, FineTuning.Mode.Full);
        assertThat(TrainableParameters.groups(graph, trained, recipe, Map.of(), 0)).containsExactlyInAnyOrder(
                new ParameterGroup(List.of("b0/kernel", "b1/kernel"), 1e-5, 0.05),
                new ParameterGroup(List.of("b0/scale", "b0/shift", "b1/scale", "b1/shift"), 1e-5, 0),
                new ParameterGroup(List.of("s1/weight", "head/weight"), 1e-3, 0.05),
                new ParameterGroup(List.of("s1/bias", "head/bias"), 1e-3, 0));
        assertThat(TrainableParameters.runningStatistics(graph)).containsExactly("b0/mean", "b0/variance", "b1/mean",
                "b1/variance");
    }

    /** Two layers: the rate of the first is a quarter, a new layer's is its own. */
    @Test
    void earlierLayersHaveSmallerRates() {
        Composition toy = ToyNetworks.pictures();
        FineTuning recipe = new FineTuning(FineTuning.Mode.Full, 1, 16, 4e-3, 1e-2, 0.05, 0.1, 0.1, 1, false, null, null, 0.25, 0, FineTuning.Precision.Single);
        Set<String> trained = TrainableParameters.names(toy.graph(), FineTuning.Mode.Full);
        assertThat(TrainableParameters.groups(toy.graph(), trained, recipe, LayersBehind.of(toy), 7)).containsExactlyInAnyOrder(
                new ParameterGroup(List.of("b0/kernel"), 1e-3, 0.05, 7),
                new ParameterGroup(List.of("b0/scale", "b0/shift"), 1e-3, 0, 7),
                new ParameterGroup(List.of("b1/kernel"), 4e-3, 0.05, 7),
                new ParameterGroup(List.of("b1/scale", "b1/shift"), 4e-3, 0, 7),
                new ParameterGroup(List.of("s1/weight", "head/weight"), 1e-2, 0.05, 0),
                new ParameterGroup(List.of("s1/bias", "head/bias"), 1e-2, 0, 0));
    }

    /** Embedding and layers 0 and 1 of one encoder, then layers 10 and 11 of another; tensors' names tell which layer is theirs. */
    @Test
    void layersOfRealEncodersAreCountedFromBehind() throws IOException {
        TargetModel minilm = RealZoo.model("all-minilm-l6-v2");
        TargetModel bge = RealZoo.model("bge-small-en-v1.5");
        Map<String, Integer> behind = LayersBehind.of(RealZoo.join(minilm, 3, bge, 11));
        Map<String, Integer> expected = Map.of("b0/.*embeddings.*", 4, "b0/.*layer\\.0\\..*", 3, "b0/.*layer\\.1\\..*", 2,
                "b1/.*layer\\.10\\..*", 1, "b1/.*layer\\.11\\..*", 0);
        expected.forEach((pattern, layers) -> {
            Map<String, Integer> found = new HashMap<>(behind);
            found.keySet().removeIf(name -> !name.matches(pattern));
            assertThat(found).as(pattern).hasSizeGreaterThan(4);
            assertThat(found.values()).as(pattern).containsOnly(layers);
        });
    }

    /** 12 layers' worth of weights of a real encoder: all matrices and vectors, none of the scalars of its GELU and norms. */
    @Test
    void findsTheWeightsOfARealEncoder() {
        Path file = Path.of(System.getProperty("zoo"), "bge-small-en-v1.5.onnx");
        Graph graph = OnnxReader.read(file, file.toString());
        Set<String> trained = TrainableParameters.names(graph, FineTuning.Mode.Full);
        // Embeddings: words, positions, types and a norm; a layer: six matrices with biases and two norms.
        long expected = 30522L * 384 + 512 * 384 + 2 * 384 + 2 * 384
                + 12 * (4 * (384 * 384 + 384L) + 2 * 384 * 1536 + 1536 + 384 + 4 * 384);
        assertThat(trained.stream().mapToLong(name -> graph.initializers().get(name).elements()).sum()).isEqualTo(expected);
        assertThat(trained).hasSize(5 + 12 * 16);
        assertThat(trained).allMatch(name -> graph.initializers().get(name).type() == ElementType.FLOAT);
    }
}
