package dev.reassembly.model.onnx;

import static dev.reassembly.model.graph.ElementType.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.Device;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.NetworkLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file that cannot be used ends in one sentence that names it. */
class BadModelTest {
    private static final Tensor W = Tensor.ofFloats(List.of(2L), 1, 2);

    @TempDir
    Path folder;

    @Test
    void filesThatAreNoOnnxModels() throws Exception {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            out.write(new byte[100]);
        }
        refused(new byte[0], "is an empty file, not an ONNX model");
        refused("Hello, this is a read-me.\n".getBytes(StandardCharsets.UTF_8), "is a text file; an ONNX model is needed");
        refused("version https://git-lfs.github.com/spec/v1\noid sha256:00\n".getBytes(StandardCharsets.UTF_8),
                "is a Git LFS pointer");
        refused(zip.toByteArray(), "is a zip archive (PyTorch checkpoints are such archives)");
        refused("\u0089HDF\r\n\u001a\n\u0000\u0000".getBytes(StandardCharsets.ISO_8859_1), "is an HDF5 file");
        refused(new byte[500], "is not an ONNX model, or it is damaged or cut off");
        refused(ModelProto.newBuilder().setIrVersion(8).build().toByteArray(), "it holds no graph");
        assertThatThrownBy(() -> OnnxReader.read(folder.resolve("none.onnx"), "zoo[1]")).isInstanceOf(InvalidInputException.class)
                .hasMessage("zoo[1]: there is no such file");
        assertThatThrownBy(() -> OnnxReader.read(folder, "zoo[1]")).isInstanceOf(InvalidInputException.class)
                .hasMessage("zoo[1]: is not a regular file");
    }

    @Test
    void aFileThatWasCutOffAnywhereIsRefused() throws Exception {
        byte[] whole = relu().initializer("w", W).bytes();
        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThat(catchThrowable(() -> read(part))).as("first %d of %d bytes", length, whole.length)
                    .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("zoo[1]: ");
        }
    }

    @Test
    void damagedBytesNeverEndInAnythingButARefusal() throws Exception {
        byte[] whole = relu().initializer("w", W).bytes();
        Random random = new Random(1);
        int refusals = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k <= i % 3; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Throwable thrown = catchThrowable(() -> read(damaged));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(InvalidInputException.class);
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(500);
    }

    @Test
    void operatorSetsOutsideTheRange() throws Exception {
        refused(relu(6), "uses operator set 6; 7 to 28 are supported");
        refused(relu(29), "uses operator set 29; 7 to 28 are supported");
        SmallModel none = relu();
        none.model.clearOpsetImport();
        refused(none, "does not tell its version of the standard operator set");
    }

    @Test
    void operatorsFromElsewhere() throws Exception {
        SmallModel microsoft = relu();
        microsoft.model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
        microsoft.graph.getNodeBuilder(0).setDomain("com.microsoft").setOpType("FusedMatMul");
        refused(microsoft, "node 'relu0' (operator FusedMatMul, domain com.microsoft, opset 1) is not a standard ONNX operator");
        SmallModel function = relu();
        function.model.addFunctions(FunctionProto.newBuilder().setName("mine"));
        refused(function, "defines the function 'mine'");
    }

    @Test
    void anOperatorThatCannotRunIsNamedInTheSetOfItsFile() throws Exception {
        for (int opset : new int[] {8, 11, 23}) {
            SmallModel lstm = new SmallModel(opset).input("x", FLOAT, 1, 1, 2).input("w", FLOAT, 1, 4, 2).input("r", FLOAT, 1, 4, 1)
                    .node("LSTM", List.of("x", "w", "r"), List.of("y"), "hidden_size", 1).output("y", FLOAT, 1, 1, 1, 1);
            Graph graph = OnnxReader.read(lstm.write(folder), "zoo[1]");
            assertThatThrownBy(() -> NetworkLoader.load(graph, Device.cpu())).isInstanceOf(InvalidInputException.class)
                    .hasMessage("node 'lstm0': operator LSTM (opset " + opset + ") is not supported");
        }
    }

    @Test
    void attributesThatAreNoPlainValues() throws Exception {
        SmallModel branch = relu();
        branch.graph.getNodeBuilder(0).setOpType("If").addAttribute(AttributeProto.newBuilder().setName("then_branch")
                .setType(AttributeType.GRAPH).setG(GraphProto.getDefaultInstance()));
        refused(branch, "node 'relu0' (operator If, opset 17): attribute 'then_branch' is a graph");
        SmallModel sparse = relu();
        sparse.graph.getNodeBuilder(0).addAttribute(AttributeProto.newBuilder().setName("s")
                .setType(AttributeType.SPARSE_TENSOR));
        refused(sparse, "attribute 's' has type SPARSE_TENSOR");
        SmallModel twice = relu();
        twice.graph.getNodeBuilder(0).addAttribute(SmallModel.attribute("a", 1)).addAttribute(SmallModel.attribute("a", 2));
        refused(twice, "has attribute 'a' twice");
        refused(relu().node("Constant", List.of(), List.of("c"), "value_string", "text"),
                "(operator Constant, opset 17) holds text");
        refused(relu().node("Constant", List.of(), List.of("c")), "needs exactly one attribute and one output");
    }

    @Test
    void tensorsThatAreNoPlainNumbers() throws Exception {
        SmallModel strings = relu();
        strings.graph.addInitializer(TensorProto.newBuilder().setName("s").setDataType(8).addDims(1)
                .addStringData(ByteString.copyFromUtf8("a")));
        refused(strings, "initializer 's': it holds strings");
        SmallModel sparse = relu();
        sparse.graph.addSparseInitializer(SparseTensorProto.newBuilder().setValues(TensorProto.newBuilder().setName("sp")));
        refused(sparse, "has the sparse initializer 'sp'");
        SmallModel complex = relu();
        complex.graph.addInitializer(TensorProto.newBuilder().setName("c").setDataType(14).addDims(0));
        refused(complex, "initializer 'c' has element type COMPLEX64, which is not supported");
        SmallModel unknown = relu();
        unknown.graph.addInitializer(TensorProto.newBuilder().setName("c").setDataType(999).addDims(0));
        refused(unknown, "initializer 'c' has element type 999");
        SmallModel sequence = relu();
        sequence.graph.getInputBuilder(0).setType(TypeProto.newBuilder()
                .setSequenceType(TypeProto.Sequence.getDefaultInstance()));
        refused(sequence, "input 'x' of node 'relu0' (operator Relu, opset 17) is not a tensor (SEQUENCE_TYPE)");
        SmallModel shapeless = relu();
        shapeless.graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
        refused(shapeless, "input 'x' does not tell its number of dimensions");
    }

    @Test
    void sizesThatCannotBe() throws Exception {
        refused(declared(1000L), "initializer 'w': its type and shape need 4000 bytes but the file holds 8");
        refused(declared(1L << 40), "initializer 'w': its shape [1099511627776] of FLOAT needs more than the allowed 2 GiB");
        refused(declared(1L << 31, 1L << 31, 4), "needs more than the allowed 2 GiB");
        refused(declared(1L << 20, 1L << 20, 1L << 20, 1L << 20), "needs more than the allowed 2 GiB");
        refused(declared(600_000_000L), "needs more than the allowed 2 GiB");
        refused(declared(-2), "its shape [-2] has a negative dimension");
        refused(declared(0, 1L << 62), "its type and shape need 0 bytes but the file holds 8");
        long[] deep = new long[65];
        Arrays.fill(deep, 1);
        refused(declared(deep), "it has 65 dimensions; at most 64 are allowed");
        SmallModel typed = relu();
        typed.graph.addInitializer(TensorProto.newBuilder().setName("t").setDataType(1).addDims(3).addFloatData(1));
        refused(typed, "initializer 't': its type and shape need 12 bytes but the file holds 4");
    }

    @Test
    void namesThatCollideOrAreMissing() throws Exception {
        refused(relu().node("Neg", List.of("x"), List.of("y")), "uses the tensor name 'y' twice: an output of node 'neg1'");
        refused(relu().initializer("w", W).initializer("w", W), "uses the tensor name 'w' twice: an initializer");
        refused(relu().input("x", FLOAT, 2), "uses the tensor name 'x' twice: an input");
        refused(relu().initializer("y", W), "uses the tensor name 'y' twice");
        refused(relu().initializer("", W), "has an initializer without a name");
        refused(relu().output("y", FLOAT, 2), "lists the output 'y' twice");
        refused(relu().initializer("n".repeat(5000), W), "with a name of 5000 characters; at most 4096 are allowed");
    }

    @Test
    void graphsThatCannotRun() throws Exception {
        refused(relu().node("Add", List.of("x", "ghost"), List.of("z")),
                "node 'add1' (operator Add, opset 17) reads the tensor 'ghost', which nothing makes");
        refused(relu().output("nowhere", FLOAT, 2), "nothing makes the output 'nowhere'");
        refused(relu().node("Add", List.of("x", "c"), List.of("a")).node("Neg", List.of("a"), List.of("b"))
                .node("Exp", List.of("b"), List.of("c")).node("Abs", List.of("c"), List.of("d")), "lies on a cycle");
        SmallModel silent = relu();
        silent.graph.clearOutput();
        refused(silent, "has no output");
    }

    @Test
    void nestingBeyondMeasure() throws Exception {
        GraphProto inner = GraphProto.getDefaultInstance();
        for (int i = 0; i < 200; i++) {
            inner = GraphProto.newBuilder().addNode(NodeProto.newBuilder().setOpType("If")
                    .addAttribute(AttributeProto.newBuilder()
                    .setName("b").setType(AttributeType.GRAPH).setG(inner))).build();
        }
        SmallModel deep = relu();
        deep.graph.getNodeBuilder(0).addAttribute(AttributeProto.newBuilder().setName("b").setType(AttributeType.GRAPH)
                .setG(inner));
        refused(deep, "is not an ONNX model, or it is damaged or cut off (Protocol message had too many levels of nesting");
    }

    private static SmallModel relu() {
        return relu(17);
    }

    private static SmallModel relu(int opset) {
        return new SmallModel(opset).input("x", FLOAT, 2).node("Relu", List.of("x"), List.of("y")).output("y", FLOAT, 2);
    }

    private static SmallModel declared(long... shape) {
        SmallModel model = relu().initializer("w", W);
        TensorProto.Builder tensor = model.graph.getInitializerBuilder(0).clearDims();
        for (long dim : shape) {
            tensor.addDims(dim);
        }
        return model;
    }

    private void refused(SmallModel model, String problem) throws IOException {
        refused(model.bytes(), problem);
    }

    private void refused(byte[] bytes, String problem) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(InvalidInputException.class).hasMessageStartingWith("zoo[1]: ")
                .hasMessageContaining(problem);
    }

    private void read(byte[] bytes) throws IOException {
        OnnxReader.read(Files.write(folder.resolve("bad.onnx"), bytes), "zoo[1]");
    }
}
