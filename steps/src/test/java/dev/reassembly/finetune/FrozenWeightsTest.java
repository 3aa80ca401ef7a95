package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.progress.Progress;
import dev.reassembly.publish.Provenance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real encoders, composed, trained with frozen blocks and published: every tensor of every block has the SHA-256 of the
 * source file's tensor of the same name. Both files are read as plain protobuf, not by the reader under test.
 */
class FrozenWeightsTest {
    private static final List<String> SOURCES = List.of("all-minilm-l6-v2", "bge-small-en-v1.5");

    @TempDir
    Path folder;

    @Test
    void publishedBlocksAreTheirSourcesBitForBit() throws Exception {
        TargetModel minilm = RealZoo.model(SOURCES.get(0));
        TargetModel bge = RealZoo.model(SOURCES.get(1));
        Composition composition = RealZoo.join(minilm, 3, bge, 11);
        Dataset data = RealZoo.sentences(48L);
        InitialisedStitches start = new StitchInitialiser(Device.cpu(), Progress.SILENT,
                new LayerActivations(new FitExamples(data, 32, 9), Device.cpu(), Progress.SILENT))
                .initialise("a", composition, Map.of(SOURCES.get(0), minilm, SOURCES.get(1), bge));
        Composition fitted = composition.withGraph(start.graph());
        FineTuning recipe = new FineTuning(FineTuning.Mode.Frozen, 1, 16, 0.001, 0.001, 0.05, 0.1, 0.1, 1, false, null, null, 1.0, 0, FineTuning.Precision.Single);
        TrainedNetwork trained = new Trainer(recipe, TaskMetric.ACCURACY, Device.cpu(), 7, Progress.SILENT)
                .train("a", fitted, minilm.preprocessor(), data, 1, CheckpointStore.NONE);
        Path published = folder.resolve("model.onnx");
        OnnxWriter.write(trained.graph(), published, Map.of());

        Map<String, String> found = digests(published);
        List<Provenance.Part> parts = Provenance.parts(OnnxReader.read(published, "published"), composition.blocks(), false);
        for (int i = 0; i < SOURCES.size(); i++) {
            Map<String, String> block = below("b" + i + "/", found);
            Map<String, String> source = digests(Path.of(System.getProperty("zoo"), SOURCES.get(i) + ".onnx"));
            Set<String> missing = new TreeSet<>(block.keySet());
            missing.removeAll(source.keySet());
            // Settings that were attributes in the source's older operator set.
            assertThat(missing).as("tensors of block %d that its source has not", i).allMatch(name -> name.endsWith("/axes"));
            Map<String, String> own = new TreeMap<>(block);
            own.keySet().removeAll(missing);
            assertThat(source).containsAllEntriesOf(own);
            assertThat(own).hasSizeGreaterThan(30);
            Provenance.Part part = parts.get(i);
            assertThat(part.sha256()).isEqualTo(manifest(block));
            assertThat(part.tensors()).isEqualTo(block.size());
            assertThat(part.trained()).isFalse();
            assertThat(part.interpolated()).isEmpty();
        }
        // What is new did move, else nothing would have been shown.
        assertThat(found.get("s1/weight")).isNotEqualTo(sha256(start.graph().initializers().get("s1/weight").data()));
    }

    private static Map<String, String> below(String prefix, Map<String, String> digests) {
        Map<String, String> block = new TreeMap<>();
        digests.forEach((name, digest) -> {
            if (name.startsWith(prefix)) {
                block.put(name.substring(prefix.length()), digest);
            }
        });
        return block;
    }

    /** As the documentation of {@code provenance.json} says. */
    private static String manifest(Map<String, String> block) {
        StringBuilder lines = new StringBuilder();
        block.forEach((name, digest) -> lines.append(name).append(' ').append(digest).append('\n'));
        return sha256(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Of initializers, and of constants under the name of their output; both sources and the export keep raw bytes. */
    private static Map<String, String> digests(Path file) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        Map<String, String> digests = new HashMap<>();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            digests.put(tensor.getName(), sha256(tensor.getRawData().asReadOnlyByteBuffer()));
        }
        model.getGraph().getNodeList().stream().filter(node -> node.getOpType().equals("Constant")).forEach(node -> {
            for (AttributeProto attribute : node.getAttributeList()) {
                digests.put(node.getOutput(0), sha256(attribute.getT().getRawData().asReadOnlyByteBuffer()));
            }
        });
        return digests;
    }

    private static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
