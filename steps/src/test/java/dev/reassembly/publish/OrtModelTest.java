package dev.reassembly.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtModelTest {
    private static final Chain.Inputs PICTURE = new Chain.Inputs("picture", null, null, null);
    private static final Chain.Inputs TEXT = new Chain.Inputs(null, "input_ids", "attention_mask", "token_type_ids");

    @TempDir
    Path folder;

    @Test
    void logitsAreTheRowsOfTheOutput() throws Exception {
        // logits = mean over 2x2 pixels, times [1, 10, 100].
        try (OrtModel model = OrtModel.open(linear("picture", "logits", "pooled"), 1, PICTURE, "model")) {
            assertThat(model.outputs()).containsExactly("logits", "pooled");
            Batch batch = pictures(1, 2, 3, 4, 10, 10, 10, 30);
            assertThat(model.logits(batch)).isDeepEqualTo(new float[][] {{2.5f, 25, 250}, {15, 150, 1500}});
            OrtModel.Output pooled = model.run(batch, Set.of("pooled")).get("pooled");
            assertThat(pooled.shape()).containsExactly(2, 1);
            assertThat(pooled.values()).containsExactly(2.5f, 15);
            // The batch can be used again: reading it moved nothing.
            assertThat(model.logits(batch)[1]).containsExactly(15, 150, 1500);
        }
    }

    @Test
    void theOnlyOutputCountsWhateverItsName() throws Exception {
        try (OrtModel model = OrtModel.open(linear("picture", "scores"), 2, PICTURE, "model")) {
            assertThat(model.logits(pictures(1, 1, 1, 1))).isDeepEqualTo(new float[][] {{1, 10, 100}});
        }
    }

    @Test
    void aRealEncoderTakesItsThreeInputsByRole() throws Exception {
        Path file = Path.of(System.getProperty("zoo"), "all-minilm-l6-v2.onnx");
        try (OrtModel model = OrtModel.open(file, 1, TEXT, "minilm")) {
            Batch two = text(new long[][] {{101, 7592, 102, 0, 0}, {101, 7592, 2088, 999, 102}}, new int[] {3, 5});
            Batch alone = text(new long[][] {{101, 7592, 102}}, new int[] {3});
            OrtModel.Output both = model.run(two, Set.of("last_hidden_state")).get("last_hidden_state");
            float[] single = model.run(alone, Set.of("last_hidden_state")).get("last_hidden_state").values();
            assertThat(both.shape()).containsExactly(2, 5, 384);
            // Padding that the mask hides does not change a text's features: ids and mask are bound the right way round.
            for (int i = 0; i < single.length; i++) {
                assertThat(both.values()[i]).isEqualTo(single[i], within(1e-5f));
            }
            assertThatThrownBy(() -> model.logits(two)).isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("minilm: its output last_hidden_state has the shape [2, 5, 384] for a batch of 2");
        }
    }

    @Test
    void aMaskBecomesFloatWhereTheNetworkWantsIt() throws Exception {
        Graph graph = new Graph("g", List.of(new ValueInfo("mask", ElementType.FLOAT, List.of(-1L, -1L))),
                List.of(new ValueInfo("y", ElementType.FLOAT, List.of(-1L, -1L))),
                List.of(new Node("n", "", "Neg", List.of("mask"), List.of("y"), Map.of())), Map.of());
        Path file = folder.resolve("float.onnx");
        OnnxWriter.write(graph, file, Map.of());
        try (OrtModel model = OrtModel.open(file, 1, new Chain.Inputs(null, null, "mask", null), "model")) {
            assertThat(model.logits(text(new long[][] {{101, 7592, 0}}, new int[] {2}))).isDeepEqualTo(new float[][] {{-1, -1, -0f}});
        }
    }

    @Test
    void idsBecomeInt32WhereTheNetworkWantsThem() throws Exception {
        Graph graph = new Graph("g", List.of(new ValueInfo("ids", ElementType.INT32, List.of(-1L, -1L))),
                List.of(new ValueInfo("y", ElementType.FLOAT, List.of(-1L, -1L))),
                List.of(new Node("c", "", "Cast", List.of("ids"), List.of("y"), Map.of("to", new Attribute.Int(1)))), Map.of());
        Path file = folder.resolve("int32.onnx");
        OnnxWriter.write(graph, file, Map.of());
        try (OrtModel model = OrtModel.open(file, 1, new Chain.Inputs(null, "ids", null, null), "model")) {
            assertThat(model.logits(text(new long[][] {{101, 7592, 102}}, new int[] {3})))
                    .isDeepEqualTo(new float[][] {{101, 7592, 102}});
        }
    }

    @Test
    void whatDoesNotFitIsToldInOneSentence() throws Exception {
        Path file = linear("picture", "a", "b");
        assertThatThrownBy(() -> OrtModel.open(file, 1, TEXT, "model.onnx")).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("model.onnx: the network has the inputs [picture], but roles are known for [input_ids,");
        try (OrtModel model = OrtModel.open(file, 1, PICTURE, "model.onnx")) {
            assertThatThrownBy(() -> model.logits(text(new long[][] {{1}}, new int[] {1})))
                    .isInstanceOf(InvalidInputException.class).hasMessageContaining("the network has no output 'logits' but [a, b]");
            assertThatThrownBy(() -> model.run(text(new long[][] {{1}}, new int[] {1}), Set.of("a")))
                    .isInstanceOf(InvalidInputException.class).hasMessageContaining("its input picture is of the kind IMAGE");
            Batch wrong = new Batch(Map.of(InputRole.IMAGE, longs(new long[][] {{1, 2}})), new int[1], List.of("a"));
            assertThatThrownBy(() -> model.run(wrong, Set.of("a"))).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("its input picture takes FLOAT, but the preprocessing makes INT64");
        }
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
        assertThatThrownBy(() -> OrtModel.open(broken, 1, PICTURE, "broken.onnx")).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("broken.onnx: ONNX Runtime cannot load it: ");
    }

    private Path linear(String input, String output, String... extra) throws IOException {
        String pooled = extra.length > 0 ? extra[0] : "flat";
        Graph graph = new Graph("linear", List.of(new ValueInfo(input, ElementType.FLOAT, List.of(-1L, 1L, 2L, 2L))),
                extra.length == 0 ? List.of(scores(output)) : List.of(scores(output), scores(pooled)),
                List.of(new Node("pool", "GlobalAveragePool", List.of(input), List.of("map")),
                        new Node("flatten", "Flatten", List.of("map"), List.of(pooled)),
                        new Node("head", "MatMul", List.of(pooled, "w"), List.of(output))),
                Map.of("w", Tensor.ofFloats(List.of(1L, 3L), 1, 10, 100)));
        Path file = folder.resolve("linear.onnx");
        OnnxWriter.write(graph, file, Map.of());
        return file;
    }

    private static ValueInfo scores(String name) {
        return new ValueInfo(name, ElementType.FLOAT, List.of(-1L, -1L));
    }

    private static Batch pictures(float... pixels) {
        ByteBuffer data = ByteBuffer.allocateDirect(pixels.length * 4).order(ByteOrder.nativeOrder());
        data.asFloatBuffer().put(pixels);
        int n = pixels.length / 4;
        HostTensor tensor = new HostTensor(HostTensor.Type.FLOAT, new long[] {n, 1, 2, 2}, data);
        return new Batch(Map.of(InputRole.IMAGE, tensor), new int[n], Collections.nCopies(n, "picture"));
    }

    private static Batch text(long[][] ids, int[] lengths) {
        long[][] mask = new long[ids.length][ids[0].length];
        for (int i = 0; i < mask.length; i++) {
            Arrays.fill(mask[i], 0, lengths[i], 1);
        }
        HostTensor types = longs(new long[ids.length][ids[0].length]);
        return new Batch(Map.of(InputRole.IDS, longs(ids), InputRole.MASK, longs(mask), InputRole.TYPES, types),
                new int[ids.length], Collections.nCopies(ids.length, "t"));
    }

    private static HostTensor longs(long[][] rows) {
        ByteBuffer data = ByteBuffer.allocateDirect(rows.length * rows[0].length * 8).order(ByteOrder.nativeOrder());
        for (long[] row : rows) {
            for (long value : row) {
                data.putLong(value);
            }
        }
        return new HostTensor(HostTensor.Type.INT64, new long[] {rows.length, rows[0].length}, data.flip());
    }
}
