package dev.reassembly.e2e;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zoo models that cannot be used. */
class BadModelTest {
    @TempDir
    Path folder;
    private Workbench bench;
    private Path model;

    @BeforeEach
    void zoo() throws IOException {
        bench = Workbench.tiny(folder, "residual", "plain");
        model = folder.resolve("zoo/plain.onnx");
    }

    @Test
    void noFile() throws Exception {
        Files.delete(model);
        Refusal.mistake(bench, bench.run("run"), "spec.zoo[1].uri", "there is no file at file://" + model).leavesNothing();
    }

    @Test
    void noOnnxFile() throws Exception {
        Files.writeString(model, "a page of text instead of a network\n");
        Refusal.mistake(bench, bench.run("run"), "spec.zoo[1].uri", "plain.onnx", "is a text file; an ONNX model is needed")
                .leavesNothing();
    }

    @Test
    void truncated() throws Exception {
        Files.write(model, Arrays.copyOf(Files.readAllBytes(model), (int) Files.size(model) / 2));
        Refusal.mistake(bench, bench.run("run"), "spec.zoo[1].uri", "plain.onnx", "damaged or cut off").leavesNothing();
    }

    @Test
    void unknownOperator() throws Exception {
        GraphDraft draft = new GraphDraft(1);
        String x = draft.node("Foo", draft.conv("x", 3, 8, 3, 1));
        write(draft.graph("plain", TinyZoo.SIZE, draft.linear(draft.node("Flatten", draft.node("GlobalAveragePool", x)), 8, 3),
                3));
        inOperatorSet(17);
        Refusal.mistake(bench, bench.run("run"), "model plain", "operator Foo (opset 17) is not supported")
                .leavesUndone("inspect plain");
    }

    @Test
    void operatorSetOfTheFuture() throws Exception {
        inOperatorSet(99);
        Refusal.mistake(bench, bench.run("run"), "spec.zoo[1].uri", "plain.onnx", "operator set 99", "7 to 28 are supported");
    }

    private void inOperatorSet(int version) throws IOException {
        ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(model));
        Files.write(model, proto.toBuilder().setOpsetImport(0, proto.getOpsetImport(0).toBuilder().setVersion(version)).build()
                .toByteArray());
    }

    @Test
    void externalDataMissing() throws Exception {
        ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(model));
        TensorProto tensor = proto.getGraph().getInitializer(0);
        TensorProto external = tensor.toBuilder().clearRawData().clearFloatData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin")).build();
        Files.write(model, proto.toBuilder().setGraph(proto.getGraph().toBuilder().setInitializer(0, external)).build()
                .toByteArray());
        Refusal.mistake(bench, bench.run("run"), "spec.zoo[1].uri", "there is no file at file://" + folder + "/zoo/weights.bin")
                .leavesNothing();
    }

    @Test
    void externalDataOutsideTheFolder() throws Exception {
        ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(model));
        TensorProto external = proto.getGraph().getInitializer(0).toBuilder().setRawData(ByteString.EMPTY)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder().setKey("location")
                        .setValue("../data/t10k-images-idx3-ubyte")).build();
        Files.write(model, proto.toBuilder().setGraph(proto.getGraph().toBuilder().setInitializer(0, external)).build()
                .toByteArray());
        Refusal.mistake(bench, bench.run("run"), "spec.zoo[1].uri", "../data/t10k-images-idx3-ubyte").leavesNothing();
    }

    @Test
    void tooFewLayers() throws Exception {
        bench.edit("blocks: 3", "blocks: 12");
        Refusal.mistake(bench, bench.run("run"), "spec.partition.blocks", "found 12", "residual has only 5 layers");
    }

    @Test
    void notANumberInTheWeights() throws Exception {
        write(withFirstWeight(Float.NaN));
        Refusal.mistake(bench, bench.run("run"), "model plain", "its weight w0 holds NaN").leavesUndone("inspect plain");
    }

    @Test
    void infiniteActivations() throws Exception {
        write(withFirstWeight(3e38f));
        Refusal.mistake(bench, bench.run("run"), "model plain, cut 1", "on the probe set; every feature must be finite")
                .leavesUndone("probe plain");
    }

    @Test
    void anotherDigest() throws Exception {
        String given = "0123456789abcdef".repeat(4);
        bench.edit("plain.onnx\n", "plain.onnx\n    sha256: " + given + "\n");
        Refusal.mistake(bench, bench.run("run"), "spec.zoo[1].uri", "has the SHA-256 ", "but " + given + " was given")
                .leavesNothing();
    }

    private void write(Graph graph) throws IOException {
        OnnxWriter.write(graph, model, Map.of());
    }

    private static Graph withFirstWeight(float value) {
        Graph graph = TinyZoo.plain();
        Tensor first = graph.initializers().get("w0");
        float[] values = new float[(int) first.elements()];
        first.data().asFloatBuffer().get(values);
        values[0] = value;
        return graph.withInitializers(Map.of("w0", Tensor.ofFloats(first.shape(), values)));
    }
}
