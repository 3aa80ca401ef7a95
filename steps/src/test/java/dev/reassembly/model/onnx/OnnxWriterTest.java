package dev.reassembly.model.onnx;

import static dev.reassembly.model.graph.ElementType.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxWriterTest {
    @TempDir
    Path folder;

    @Test
    void aGraphReadsBackEqual() throws Exception {
        Graph graph = graph(false);
        Path file = folder.resolve("model.onnx");
        assertThat(OnnxWriter.write(graph, file, Map.of())).containsExactly(file);
        assertThat(OnnxReader.read(file, "model")).isEqualTo(graph);
        assertThat(Files.readAllBytes(file)).isEqualTo(OnnxWriter.toBytes(graph));
    }

    @Test
    void theFileTellsVersionsAndMetadata() throws Exception {
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(graph(false), file, Map.of("b", "2", "a", "1"));
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        assertThat(model.getIrVersion()).isEqualTo(10);
        assertThat(model.getOpsetImportList()).singleElement().satisfies(set -> assertThat(set.getVersion()).isEqualTo(21));
        assertThat(model.getProducerName()).isEqualTo("deep-model-reassembly");
        assertThat(model.getMetadataPropsList()).extracting(p -> p.getKey() + p.getValue()).containsExactly("a1", "b2");
    }

    @Test
    void equalGraphsGiveEqualBytes() {
        Graph one = graph(false);
        Graph other = graph(true);
        assertThat(other).isEqualTo(one);
        assertThat(new ArrayList<>(other.initializers().keySet())).isNotEqualTo(new ArrayList<>(one.initializers().keySet()));
        assertThat(OnnxWriter.toBytes(other)).isEqualTo(OnnxWriter.toBytes(one));
    }

    @Test
    void weightsBeyondTheLimitGoToAFileBesideTheModel() throws Exception {
        Graph graph = graph(false);
        Path file = folder.resolve("model.onnx");
        Path data = folder.resolve("model.onnx.data");
        assertThat(OnnxWriter.write(graph, file, Map.of(), 1000)).containsExactly(file, data);
        assertThat(Files.size(file)).isLessThan(2000);
        // Two tensors of 2 KiB, each at a page of its own.
        assertThat(Files.size(data)).isEqualTo(4096 + 2048);
        assertThat(ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList())
                .filteredOn(t -> t.getDataLocation() == TensorProto.DataLocation.EXTERNAL).hasSize(2);

        Graph back = OnnxReader.read(file, "model");
        assertThat(back).isEqualTo(graph);
        back.initializers().values().forEach(tensor -> assertThat(tensor.data().isDirect()).isTrue());
        Tensor x = Tensor.ofFloats(List.of(1L, 512L), new float[512]);
        double[] expected = Ort.run(OnnxWriter.toBytes(graph), Map.of("x", x)).get("y").values();
        assertThat(Ort.run(file, Map.of("x", x)).get("y").values()).isEqualTo(expected);
        // At x = 0, where the tanh of the approximation is 1 to the last bit.
        assertThat(expected[3]).isEqualTo(2 * 3 + 1, within(1e-5));
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(graph(false), file, Map.of(), 1000);
        OnnxWriter.write(graph(true), file, Map.of(), 1000);
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("model.onnx", "model.onnx.data");
        }
        assertThatThrownBy(() -> OnnxWriter.write(graph(false), folder.resolve("none/model.onnx"), Map.of()))
                .isInstanceOf(NoSuchFileException.class);
        // The model cannot take the place of a folder that has files: its part is taken away again.
        Files.createDirectories(folder.resolve("taken/inside"));
        assertThatThrownBy(() -> OnnxWriter.write(graph(false), folder.resolve("taken"), Map.of())).isInstanceOf(Exception.class);
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.onnx", "model.onnx.data", "taken");
        }
    }

    /** y = gelu(ramp * exp(x) + ramp + 1), with attributes of every kind on the way; initializers in one order or the other. */
    private static Graph graph(boolean reversed) {
        float[] ramp = new float[512];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("ramp", Tensor.ofFloats(List.of(512L), ramp));
        weights.put("again", Tensor.ofFloats(List.of(512L), ramp));
        weights.put("one", Tensor.ofFloats(List.of(), 1));
        List<String> names = new ArrayList<>(weights.keySet());
        if (reversed) {
            Collections.reverse(names);
        }
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        names.forEach(name -> ordered.put(name, weights.get(name)));
        List<Node> nodes = List.of(
                new Node("exp", "Exp", List.of("x"), List.of("e")),
                new Node("first", "Mul", List.of("e", "ramp"), List.of("a")),
                new Node("second", "Add", List.of("a", "again"), List.of("b")),
                new Node("relu", "", "LeakyRelu", List.of("b"), List.of("c"), Map.of("alpha", new Attribute.Real(0.25f))),
                new Node("move", "", "Transpose", List.of("c"), List.of("d"),
                        Map.of("perm", new Attribute.Ints(List.of(0L, 1L)))),
                new Node("shape", "", "Shape", List.of("d"), List.of("s"),
                        Map.of("start", new Attribute.Int(1), "end", new Attribute.Int(2))),
                new Node("fill", "", "ConstantOfShape", List.of("s"), List.of("z"),
                        Map.of("value", new Attribute.Constant(Tensor.ofFloats(List.of(1L), 0)))),
                new Node("sum", "Sum", List.of("d", "z", "one"), List.of("t")),
                new Node("code", "", "Gelu", List.of("t"), List.of("y"), Map.of("approximate", new Attribute.Text("tanh"))));
        return new Graph("ramp", List.of(new ValueInfo("x", FLOAT, List.of(-1L, 512L))),
                List.of(new ValueInfo("y", FLOAT, List.of(-1L, 512L))), nodes, ordered);
    }
}
