package dev.reassembly.model.onnx;

import static dev.reassembly.model.graph.ElementType.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.ShapeTrace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a few bytes could blow up to is refused before it does. */
class BoundsTest {
    @TempDir
    Path folder;

    @Test
    void nodesAreCountedBeforeTheyAreMade() throws Exception {
        byte[] empty = new byte[2 * (FieldScan.MOST_NODES + 1)];
        for (int i = 0; i < empty.length; i += 2) {
            empty[i] = GraphProto.NODE_FIELD_NUMBER << 3 | 2; // an empty node: tag and length 0
        }
        refused(withGraph(empty), "has more than the allowed 50000 nodes");
    }

    @Test
    void fieldsOfAnyKindAreCounted() throws Exception {
        byte[] empty = new byte[2 * FieldScan.MOST_FIELDS];
        for (int i = 0; i < empty.length; i += 2) {
            empty[i] = GraphProto.VALUE_INFO_FIELD_NUMBER << 3 | 2;
        }
        refused(withGraph(empty), "has more than the allowed 4000000 protobuf fields");
    }

    @Test
    void packedNumbersAreCountedByTheMemoryTheyTake() throws Exception {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(tensor);
        out.writeTag(TensorProto.INT64_DATA_FIELD_NUMBER, 2);
        out.writeUInt32NoTag((int) (FieldScan.MOST_TYPED_BYTES / 8) + 1); // The length alone is told, eight bytes of heap for each.
        out.flush();
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        CodedOutputStream graphOut = CodedOutputStream.newInstance(graph);
        graphOut.writeByteArray(GraphProto.INITIALIZER_FIELD_NUMBER, tensor.toByteArray());
        graphOut.flush();
        refused(withGraph(graph.toByteArray()), "bytes of numbers that are not raw data");
    }

    @Test
    void thousandsOfNodesOfOneNameAreNumberedInTime() throws Exception {
        SmallModel model = chain(20_000);
        for (NodeProto.Builder node : model.graph.getNodeBuilderList()) {
            node.setName("same");
        }
        Graph graph = OnnxReader.read(model.write(folder), "zoo[1]");
        assertThat(graph.nodes()).hasSize(20_000);
        assertThat(graph.nodes().get(19_999).name()).isEqualTo("same_19999");
    }

    @Test
    void outputsAndInputs() throws Exception {
        SmallModel outputs = chain(1001);
        for (int i = 0; i < 1000; i++) {
            outputs.output("t" + i, FLOAT, 2);
        }
        refused(outputs.bytes(), "has 1001 outputs; at most 1000 are allowed");
        SmallModel inputs = chain(1);
        for (int i = 0; i < 1000; i++) {
            inputs.input("more" + i, FLOAT, 2);
        }
        refused(inputs.bytes(), "has more than the allowed 1000 inputs");
    }

    private static SmallModel chain(int nodes) {
        SmallModel model = new SmallModel(17).input("x", FLOAT, 2);
        for (int i = 0; i < nodes; i++) {
            model.node("Relu", List.of(i == 0 ? "x" : "t" + (i - 1)), List.of(i == nodes - 1 ? "y" : "t" + i));
        }
        return model.output("y", FLOAT, 2);
    }

    @Test
    void nodesThatAskForMuchAreRefusedBeforeTheyGetIt() throws Exception {
        overrun("ConstantOfShape", longs(1 << 20, 1 << 20), "would make a tensor of 1099511627776 elements");
        overrun("Expand", longs(1 << 16, 1 << 16, 2), "would make a tensor of 8589934592 elements");
        overrun("Tile", longs(1 << 30), "would make a tensor of 2147483648 elements");
        overrun("Pad", longs(1L << 40, 1L << 40), "would make a tensor of");
        overrun("Range", null, "an axis of length 1.0E12 was asked for");
        overrun("OneHot", null, "an axis of length 1.0E12 was asked for");
        for (String window : List.of("HannWindow", "HammingWindow", "BlackmanWindow")) {
            overrun(window, null, "an axis of length 1.0E12 was asked for");
        }
        overrun("BitShift", Tensor.ofLongs(List.of(1L << 20, 1L), new long[1 << 20]), "would make a tensor of 1099511627776 elements");
    }

    @Test
    void attributesThatAskForMuchAreRefusedBeforeTheyGetIt() throws Exception {
        SmallModel outer = new SmallModel(17).input("x", FLOAT, 60_000).node("Einsum", List.of("x", "x"), List.of("y"), "equation", "i,j->ij");
        unable(outer, Tensor.ofFloats(List.of(60_000L), new float[60_000]), "would make a tensor of 3600000000 elements");
        SmallModel neighbours = new SmallModel(17).input("x", FLOAT, 1, 1, 64, 64)
                .node("LRN", List.of("x"), List.of("y"), "size", 1_000_000_000);
        unable(neighbours, Tensor.ofFloats(List.of(1L, 1L, 64L, 64L), new float[64 * 64]), "would make a tensor of");
        SmallModel parts = new SmallModel(18).input("x", FLOAT, 4).node("Split", List.of("x"), List.of("y"), "num_outputs", 1_500_000_000);
        unable(parts, Tensor.ofFloats(List.of(4L), new float[4]), "num_outputs is 1500000000, but there are 1 outputs");
        SmallModel around = new SmallModel(18).input("x", FLOAT, 1, 1, 1, 20_000).initializer("sizes", Tensor.ofLongs(List.of(2L), 20_000, 1))
                .node("Resize", List.of("x", "", "", "sizes"), List.of("y"), "axes", new long[] {2, 3}, "keep_aspect_ratio_policy", "not_smaller");
        unable(around, Tensor.ofFloats(List.of(1L, 1L, 1L, 20_000L), new float[20_000]), "an axis of length 4.0E8 was asked for");
    }

    /** @param numbers the second input; the first is x [2] where the operator has data */
    private void overrun(String operator, Tensor numbers, String problem) throws Exception {
        SmallModel model = new SmallModel(17).input("x", FLOAT, 2).initializer("far", Tensor.ofLongs(List.of(), 1_000_000_000_000L))
                .initializer("zero", Tensor.ofLongs(List.of(), 0)).initializer("one", Tensor.ofLongs(List.of(), 1))
                .initializer("values", Tensor.ofFloats(List.of(2L), 0, 1)).initializer("row", Tensor.ofLongs(List.of(1L, 1L << 20), new long[1 << 20]));
        if (numbers != null) {
            model.initializer("numbers", numbers);
        }
        List<String> inputs = switch (operator) {
            case "ConstantOfShape" -> List.of("numbers");
            case "Range" -> List.of("zero", "far", "one");
            case "OneHot" -> List.of("one", "far", "values");
            case "HannWindow", "HammingWindow", "BlackmanWindow" -> List.of("far");
            case "BitShift" -> List.of("row", "numbers");
            default -> List.of("x", "numbers");
        };
        Object[] attributes = operator.equals("BitShift") ? new Object[] {"direction", "LEFT"} : new Object[0];
        Path file = model.node(operator, inputs, List.of("y"), attributes).output("y", FLOAT).write(folder);
        Graph graph = OnnxReader.read(file, "zoo[1]");
        Map<String, Tensor> sample = Map.of("x", Tensor.ofFloats(List.of(2L), 1, 2));
        assertThatThrownBy(() -> ShapeTrace.trace(graph, sample)).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("node '" + operator.toLowerCase() + "0': operator " + operator).hasMessageContaining(problem);
    }

    /** Each of these ended the JVM once. */
    @Test
    void windowsThatTheEngineCannotSlide() throws Exception {
        SmallModel flat = new SmallModel(17).input("x", FLOAT, 4, 4).node("MaxPool", List.of("x"), List.of("y"), "kernel_shape",
                new long[] {2, 2});
        unable(flat, Tensor.ofFloats(List.of(4L, 4L), new float[16]), "a window over 2 axes needs a tensor of rank 4");
        SmallModel far = new SmallModel(17).input("x", FLOAT, 1, 16, 4, 4).initializer("w", Tensor.ofFloats(List.of(16L, 16L, 2L, 2L),
                new float[1024])).node("Conv", List.of("x", "w"), List.of("y"), "strides", new long[] {1, 1L << 33});
        unable(far, Tensor.ofFloats(List.of(1L, 16L, 4L, 4L), new float[256]), "strides [1, 8589934592] must be between 1 and 65536");
    }

    private void unable(SmallModel model, Tensor x, String problem) throws Exception {
        Graph graph = OnnxReader.read(model.output("y", FLOAT).write(folder), "zoo[1]");
        assertThatThrownBy(() -> ShapeTrace.trace(graph, Map.of("x", x))).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aChainThatDoublesStopsInTime() throws Exception {
        SmallModel model = new SmallModel(17).input("x", FLOAT, 2).initializer("twice", longs(1 << 10));
        for (int i = 0; i < 6; i++) {
            model.node("Tile", List.of(i == 0 ? "x" : "t" + (i - 1), "twice"), List.of("t" + i));
        }
        Graph graph = OnnxReader.read(model.output("t5", FLOAT).write(folder), "zoo[1]");
        assertThatThrownBy(() -> ShapeTrace.trace(graph, Map.of("x", Tensor.ofFloats(List.of(2L), 1, 2))))
                .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("node 'tile2': operator Tile");
    }

    @Test
    void nodesHaveTheInputsAndOutputsThatTheirOperatorNeeds() throws Exception {
        refused(new SmallModel(17).input("x", FLOAT, 2).node("Add", List.of("x"), List.of("y")).output("y", FLOAT, 2).bytes(),
                "node 'add0' (operator Add, opset 17) lacks input 2, its operator needs 2");
        refused(new SmallModel(17).input("x", FLOAT, 2).node("Where", List.of("x", "", "x"), List.of("y")).output("y", FLOAT, 2).bytes(),
                "lacks input 2, its operator needs 3");
        refused(new SmallModel(17).input("x", FLOAT, 2).node("Relu", List.of("x"), List.of()).output("x", FLOAT, 2).bytes(),
                "node 'relu0' (operator Relu, opset 17) lacks an output, its operator makes at least 1");
    }

    private static Tensor longs(long... values) {
        return Tensor.ofLongs(List.of((long) values.length), values);
    }

    private static byte[] withGraph(byte[] graph) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        new SmallModel(17).model.build().writeTo(out);
        out.writeBytes(ModelProto.GRAPH_FIELD_NUMBER, ByteString.copyFrom(graph));
        out.flush();
        return bytes.toByteArray();
    }

    private void refused(byte[] bytes, String problem) {
        assertThatThrownBy(() -> OnnxReader.read(Files.write(folder.resolve("bad.onnx"), bytes), "zoo[1]"))
                .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("zoo[1]: ").hasMessageContaining(problem);
    }
}
