package dev.reassembly.model.onnx;

import static dev.reassembly.model.graph.ElementType.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
    @TempDir
    Path root;
    private Path folder;

    @BeforeEach
    void weights() throws IOException {
        folder = Files.createDirectories(root.resolve("model/sub")).getParent();
        byte[] bytes = new byte[32];
        Tensor.ofFloats(List.of(8L), 0, 1, 2, 3, 4, 5, 6, 7).data().get(bytes);
        Files.write(folder.resolve("w.bin"), bytes);
        Files.write(folder.resolve("sub/w.bin"), bytes);
        Files.write(root.resolve("secret.bin"), bytes);
    }

    @Test
    void valuesAreReadAsOnnxRuntimeReadsThem() throws Exception {
        Tensor x = Tensor.ofFloats(List.of(2L), 0, 0);
        for (String[] place : new String[][] {{"location", "w.bin", "offset", "8", "length", "8"},
                {"location", "sub/w.bin", "offset", "24"}, {"location", "./w.bin", "offset", "3", "length", "8"}}) {
            Path file = model(place);
            double[] found = Ort.run(OnnxWriter.toBytes(OnnxReader.read(file, "m")), Map.of("x", x)).get("y").values();
            assertThat(found).isEqualTo(Ort.run(file, Map.of("x", x)).get("y").values());
        }
        assertThat(OnnxReader.read(model("location", "w.bin", "offset", "8", "length", "8"), "m").initializers().get("w"))
                .isEqualTo(Tensor.ofFloats(List.of(2L), 2, 3));
    }

    @Test
    void aFileBeyondTwoGibibytesIsMappedTensorByTensor() throws Exception {
        long offset = 5L << 30;
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("large.bin").toFile(), "rw")) {
            file.seek(offset); // A hole: it takes no disk.
            byte[] bytes = new byte[8];
            Tensor.ofFloats(List.of(2L), 5, 6).data().get(bytes);
            file.write(bytes);
        }
        assertThat(OnnxReader.read(model("location", "large.bin", "offset", Long.toString(offset), "length", "8"), "m")
                .initializers()
                .get("w")).isEqualTo(Tensor.ofFloats(List.of(2L), 5, 6));
    }

    @Test
    void onlyFilesInTheModelsFolderAreRead() throws Exception {
        Files.createSymbolicLink(folder.resolve("link.bin"), root.resolve("secret.bin"));
        Files.createSymbolicLink(folder.resolve("up"), root);
        Files.createSymbolicLink(folder.resolve("near.bin"), Path.of("w.bin"));
        refused("only files inside the model's folder are read", "location", root + "/secret.bin", "length", "8");
        refused("only files inside the model's folder are read", "location", "../secret.bin", "length", "8");
        refused("only files inside the model's folder are read", "location", "sub/../w.bin", "length", "8");
        refused("only files inside the model's folder are read", "location", "..\\secret.bin", "length", "8");
        refused("only files inside the model's folder are read", "location", "C:\\secret.bin", "length", "8");
        refused("is a link that leaves the model's folder", "location", "link.bin", "length", "8");
        refused("is a link that leaves the model's folder", "location", "up/secret.bin", "length", "8");
        assertThat(OnnxReader.read(model("location", "near.bin", "length", "8"), "m").initializers()).containsKey("w");
    }

    @Test
    void placesThatCannotBeRead() throws Exception {
        refused("its external data file 'none.bin' is missing beside the model", "location", "none.bin");
        refused("its external data file '..%2Fsecret.bin' is missing beside the model", "location", "..%2Fsecret.bin");
        refused("its external data file 'file:/secret.bin' is missing beside the model", "location", "file:/secret.bin");
        refused("its external data has no location", "offset", "8");
        refused("its external data 'sub' is not a regular file", "location", "sub");
        refused("which has only 32 bytes", "location", "w.bin", "offset", "28", "length", "8");
        refused("which has only 32 bytes", "location", "w.bin", "offset", "1000", "length", "8");
        refused("which has only 32 bytes", "location", "w.bin", "offset", "8", "length", Long.toString(Long.MAX_VALUE));
        refused("it needs 8 bytes but its external data in 'w.bin' has 12", "location", "w.bin", "length", "12");
        refused("it needs 8 bytes but its external data in 'w.bin' has 32", "location", "w.bin");
        refused("the offset of its external data is '-1'", "location", "w.bin", "offset", "-1");
        refused("the length of its external data is 'many'", "location", "w.bin", "length", "many");
        refused("cannot be used", "location", "a\u0000b");
    }

    /** Those of weights and of constants, so that a caller brings all of them. */
    @Test
    void allFilesThatAModelNamesAreTold() throws IOException {
        SmallModel model = new SmallModel(17).input("x", FLOAT, 2).node("Constant", List.of(), List.of("c"))
                .node("Add", List.of("x", "c"), List.of("s")).node("Add", List.of("s", "w"), List.of("y")).output("y", FLOAT, 2);
        model.graph.addInitializer(external("./w.bin").setName("w"));
        model.graph.getNodeBuilder(0).addAttribute(AttributeProto.newBuilder().setName("value").setType(AttributeProto.AttributeType.TENSOR)
                .setT(external("sub/c.bin")));
        assertThat(ExternalFiles.of(model.write(folder), "m")).containsExactly("sub/c.bin", "w.bin");
    }

    private static TensorProto.Builder external(String location) {
        return TensorProto.newBuilder().setDataType(1).addDims(2).setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location));
    }

    private void refused(String problem, String... entries) throws IOException {
        Path file = model(entries);
        assertThatThrownBy(() -> OnnxReader.read(file, "zoo[1]")).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("zoo[1]: initializer 'w'").hasMessageContaining(problem);
    }

    private Path model(String... entries) throws IOException {
        SmallModel model = new SmallModel(17).input("x", FLOAT, 2).node("Add", List.of("x", "w"), List.of("y"))
                .output("y", FLOAT, 2);
        TensorProto.Builder tensor = model.graph.addInitializerBuilder().setName("w").setDataType(1).addDims(2)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
        }
        return model.write(folder);
    }
}
