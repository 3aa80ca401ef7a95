package dev.reassembly.model.onnx;

import static dev.reassembly.model.graph.ElementType.BFLOAT16;
import static dev.reassembly.model.graph.ElementType.BOOL;
import static dev.reassembly.model.graph.ElementType.DOUBLE;
import static dev.reassembly.model.graph.ElementType.FLOAT;
import static dev.reassembly.model.graph.ElementType.FLOAT16;
import static dev.reassembly.model.graph.ElementType.INT32;
import static dev.reassembly.model.graph.ElementType.INT64;
import static dev.reassembly.model.graph.ElementType.INT8;
import static dev.reassembly.model.graph.ElementType.UINT32;
import static dev.reassembly.model.graph.ElementType.UINT64;
import static dev.reassembly.model.graph.ElementType.UINT8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reader makes of a graph's structure. */
class OnnxReaderTest {
    private static final Tensor X = Tensor.ofFloats(List.of(2L), -3, 4);

    @TempDir
    Path folder;

    @Test
    void nodesAreSortedAndNamed() throws Exception {
        SmallModel model = new SmallModel(17).input("x", FLOAT, 2).node("Relu", List.of("b"), List.of("y"))
                .node("Neg", List.of("a"), List.of("b")).node("Exp", List.of("x"), List.of("a")).output("y", FLOAT, 2);
        model.graph.getNodeBuilder(0).setName("same");
        model.graph.getNodeBuilder(1).setName("same");
        model.graph.getNodeBuilder(2).clearName();
        Graph graph = read(model);
        assertThat(graph.nodes()).extracting(Node::operator).containsExactly("Exp", "Neg", "Relu");
        assertThat(graph.nodes()).extracting(Node::name).containsExactly("Exp_2", "same_1", "same");
    }

    @Test
    void identityAndDropoutVanishAndOutputsKeepTheirNames() throws Exception {
        SmallModel model = new SmallModel(13).input("x", FLOAT, 2)
                .initializer("ratio", Tensor.ofFloats(List.of(), 0.5f))
                .initializer("training", new Tensor(BOOL, List.of(), ByteBuffer.allocateDirect(1)))
                .initializer("w", Tensor.ofFloats(List.of(2L), 2, 3))
                .node("Identity", List.of("w"), List.of("w2"))
                .node("Identity", List.of("x"), List.of("x2"))
                .node("Mul", List.of("x2", "w2"), List.of("a"))
                .node("Dropout", List.of("a", "ratio", "training"), List.of("b"))
                .node("Relu", List.of("b"), List.of("c"))
                .node("Neg", List.of("c"), List.of("n"))
                .node("Identity", List.of("c"), List.of("first"))
                .node("Identity", List.of("c"), List.of("second"))
                .node("Identity", List.of("x"), List.of("third"))
                .node("Identity", List.of("w"), List.of("fourth"))
                .output("first", FLOAT, 2).output("second", FLOAT, 2).output("third", FLOAT, 2).output("fourth", FLOAT, 2)
                .output("n", FLOAT, 2);
        Graph graph = read(model);
        // Two of them have to stay: one tensor under two names, and an output that is an input.
        assertThat(graph.nodes()).extracting(n -> n.operator() + n.inputs() + n.outputs()).containsExactly("Mul[x, w][a]",
                "Relu[a][first]", "Neg[first][n]", "Identity[first][second]", "Identity[x][third]");
        assertThat(graph.initializers()).containsOnlyKeys("w", "fourth");
        Map<String, Ort.Value> expected = Ort.run(model.bytes(), Map.of("x", X));
        Map<String, Ort.Value> found = Ort.run(OnnxWriter.toBytes(graph), Map.of("x", X));
        expected.forEach((name, value) -> assertThat(found.get(name).values()).as(name).isEqualTo(value.values()));
    }

    @Test
    void aDropoutThatTrainsStays() throws Exception {
        SmallModel model = new SmallModel(13).input("x", FLOAT, 2).initializer("ratio", Tensor.ofFloats(List.of(), 0.5f))
                .initializer("training", new Tensor(BOOL, List.of(), ByteBuffer.allocateDirect(1).put(0, (byte) 1)))
                .node("Dropout", List.of("x", "ratio", "training"), List.of("y")).output("y", FLOAT, 2);
        assertThat(read(model).nodes()).extracting(Node::operator).containsExactly("Dropout");
    }

    /** Neither yes nor no, so it is left for the operator to be refused. */
    @Test
    void aDropoutWithoutAnAnswerToWhetherItTrainsStays() throws Exception {
        SmallModel model = new SmallModel(13).input("x", FLOAT, 2).initializer("ratio", Tensor.ofFloats(List.of(), 0.5f))
                .initializer("training", new Tensor(BOOL, List.of(0L), ByteBuffer.allocateDirect(0)))
                .node("Dropout", List.of("x", "ratio", "training"), List.of("y")).output("y", FLOAT, 2);
        assertThat(read(model).nodes()).extracting(Node::operator).containsExactly("Dropout");
    }

    @Test
    void constantsOfEveryKindBecomeInitializers() throws Exception {
        SmallModel model = new SmallModel(13).input("x", FLOAT, 2)
                .node("Constant", List.of(), List.of("tensor"), "value", Tensor.ofFloats(List.of(1L, 2L), 5, 6))
                .node("Constant", List.of(), List.of("float"), "value_float", 2.5f)
                .node("Constant", List.of(), List.of("floats"), "value_floats", new float[] {1, 2})
                .node("Constant", List.of(), List.of("int"), "value_int", 7)
                .node("Constant", List.of(), List.of("ints"), "value_ints", new long[] {8, 9, 10})
                .node("Add", List.of("x", "floats"), List.of("y")).output("y", FLOAT, 2);
        Graph graph = read(model);
        assertThat(graph.nodes()).hasSize(1);
        assertThat(graph.initializers()).containsEntry("tensor", Tensor.ofFloats(List.of(1L, 2L), 5, 6))
                .containsEntry("float", Tensor.ofFloats(List.of(), 2.5f))
                .containsEntry("floats", Tensor.ofFloats(List.of(2L), 1, 2))
                .containsEntry("int", Tensor.ofLongs(List.of(), 7)).containsEntry("ints", Tensor.ofLongs(List.of(3L), 8, 9, 10));
    }

    @Test
    void inputsThatAreInitializersAreNoInputs() throws Exception {
        SmallModel model = new SmallModel(9).input("x", FLOAT, -1, 2).input("w", FLOAT, 2)
                .initializer("w", Tensor.ofFloats(List.of(2L), 1, 2)).node("Add", List.of("x", "w"), List.of("y"))
                .output("y", FLOAT);
        model.model.setIrVersion(3);
        Graph graph = read(model);
        assertThat(graph.inputs()).containsExactly(new ValueInfo("x", FLOAT, List.of(-1L, 2L)));
        assertThat(graph.outputs()).containsExactly(new ValueInfo("y", FLOAT, ValueInfo.UNKNOWN_RANK));
        assertThat(Ort.run(OnnxWriter.toBytes(graph), Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1, 1))).get("y").values())
                .containsExactly(2, 3);
    }

    @Test
    void valuesInTypedFieldsAreReadAsOnnxRuntimeReadsThem() throws Exception {
        assertTyped(proto(FLOAT).addFloatData(1.5f).addFloatData(-2));
        assertTyped(proto(DOUBLE).addDoubleData(1.25).addDoubleData(-7));
        assertTyped(proto(INT64).addInt64Data(1L << 40).addInt64Data(-5));
        assertTyped(proto(INT32).addInt32Data(1 << 30).addInt32Data(-5));
        assertTyped(proto(INT8).addInt32Data(127).addInt32Data(-128));
        assertTyped(proto(UINT8).addInt32Data(7).addInt32Data(200));
        assertTyped(proto(BOOL).addInt32Data(1).addInt32Data(0));
        assertTyped(proto(FLOAT16).addInt32Data(0x3c00).addInt32Data(0xc100));
        assertTyped(proto(BFLOAT16).addInt32Data(0x3f80).addInt32Data(0xc040));
        assertTyped(proto(UINT32).addUint64Data(1).addUint64Data(4_000_000_000L));
        assertTyped(proto(UINT64).addUint64Data(1).addUint64Data(1L << 50));
    }

    private void assertTyped(TensorProto.Builder tensor) throws Exception {
        SmallModel model = new SmallModel(13).input("x", DOUBLE, 2)
                .node("Cast", List.of("t"), List.of("c"), "to", DOUBLE.onnxCode())
                .node("Add", List.of("c", "x"), List.of("y")).output("y", DOUBLE, 2);
        model.graph.addInitializer(tensor.setName("t"));
        Graph graph = read(model);
        Tensor zero = new Tensor(DOUBLE, List.of(2L), ByteBuffer.allocateDirect(16));
        assertThat(graph.initializers().get("t").type().onnxCode()).isEqualTo(tensor.getDataType());
        assertThat(Ort.run(OnnxWriter.toBytes(graph), Map.of("x", zero)).get("y").values())
                .isEqualTo(Ort.run(model.bytes(), Map.of("x", zero)).get("y").values());
    }

    private static TensorProto.Builder proto(ElementType type) {
        return TensorProto.newBuilder().setDataType(type.onnxCode()).addDims(2);
    }

    @Test
    void domainsThatAreImportedButNotUsedDoNoHarm() throws Exception {
        SmallModel model = new SmallModel(13).input("x", FLOAT, 2).node("Relu", List.of("x"), List.of("y")).output("y", FLOAT, 2);
        model.model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
        model.graph.getNodeBuilder(0).setDomain("ai.onnx");
        assertThat(read(model).nodes().get(0).domain()).isEmpty();
    }

    @Test
    void aVeryDeepGraphIsReadWithoutRecursion() throws Exception {
        SmallModel model = new SmallModel(13).input("x", FLOAT, 2).output("t0", FLOAT, 2);
        int depth = 50_000;
        for (int i = 0; i < depth; i++) {
            model.node("Neg", List.of(i == depth - 1 ? "x" : "t" + (i + 1)), List.of("t" + i));
        }
        List<Node> nodes = read(model).nodes();
        assertThat(nodes).hasSize(depth);
        assertThat(nodes.get(0).inputs()).containsExactly("x");
        assertThat(nodes.get(depth - 1).outputs()).containsExactly("t0");
    }

    @Test
    void nodesTellTheOperatorSetOfTheFile() throws Exception {
        SmallModel model = new SmallModel(11).input("x", FLOAT, 2, 3, 4).node("Relu", List.of("x"), List.of("a"))
                .node("Softmax", List.of("a"), List.of("y"), "axis", 1).output("y", FLOAT, 2, 3, 4);
        List<Node> nodes = read(model).nodes();
        assertThat(nodes).extracting(Node::operator).containsExactly("Relu", "Shape", "Flatten", "Softmax", "Reshape");
        assertThat(nodes).extracting(Node::opset).containsOnly(11);
    }

    @Test
    void halfPrecisionIsRoundedToNearestEven() {
        // Bit patterns from the definition of binary16: ties, the largest number, subnormals, overflow.
        assertThat(HalfPrecision.bits(1f)).isEqualTo((short) 0x3c00);
        assertThat(HalfPrecision.bits(-2.5f)).isEqualTo((short) 0xc100);
        assertThat(HalfPrecision.bits(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(HalfPrecision.bits(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
        assertThat(HalfPrecision.bits(2 - 0x1p-12f)).isEqualTo((short) 0x4000);
        assertThat(HalfPrecision.bits(65504f)).isEqualTo((short) 0x7bff);
        assertThat(HalfPrecision.bits(65520f)).isEqualTo((short) 0x7c00);
        assertThat(HalfPrecision.bits(0x1p-24f)).isEqualTo((short) 1);
        assertThat(HalfPrecision.bits(0x1p-14f - 0x1p-25f)).isEqualTo((short) 0x0400);
        assertThat(HalfPrecision.bits(-0f)).isEqualTo((short) 0x8000);
        assertThat(HalfPrecision.bits(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
        assertThat(HalfPrecision.bits(Float.NaN) & 0x7fff).isGreaterThan(0x7c00);
    }

    private Graph read(SmallModel model) throws IOException {
        return OnnxReader.read(model.write(folder), "small");
    }
}
