package dev.reassembly.model.onnx;

import static dev.reassembly.model.graph.ElementType.BOOL;
import static dev.reassembly.model.graph.ElementType.FLOAT;
import static dev.reassembly.model.graph.ElementType.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime computes the same from operators of newer sets and from what they are written as in set 21. */
class NewerOperatorsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> models() {
        Tensor q = random(2, 4, 3, 8);
        Tensor k = random(2, 4, 5, 8);
        Tensor v = random(2, 4, 5, 6);
        Tensor fewer = random(2, 2, 5, 8);
        Tensor mask = new Tensor(BOOL, List.of(3L, 5L), bytes(1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1));
        return Stream.of(
                made(23, "Attention", List.of(q, k, v)), made(23, "Attention", List.of(q, k, v), "scale", 0.3f, "softcap", 2f),
                made(23, "Attention", List.of(q, k, v), "is_causal", 1), made(23, "Attention", List.of(q, k, v, random(3, 5))),
                made(23, "Attention", List.of(q, k, v, mask)), made(23, "Attention", List.of(q, fewer, fewer)),
                made(23, "Attention", List.of(random(2, 3, 32), random(2, 5, 16), random(2, 5, 12)), "q_num_heads", 4, "kv_num_heads", 2),
                made(23, "RotaryEmbedding", List.of(q, random(2, 3, 4), random(2, 3, 4))),
                made(23, "RotaryEmbedding", List.of(random(2, 3, 16), random(2, 3, 4), random(2, 3, 4)), "num_heads", 2, "interleaved", 1),
                made(23, "RotaryEmbedding", List.of(q, random(9, 2), random(9, 2),
                        Tensor.ofLongs(List.of(2L, 3L), 0, 1, 2, 8, 7, 6)), "rotary_embedding_dim", 4),
                made(23, "RMSNormalization", List.of(q, random(8)), "epsilon", 0.1f),
                made(23, "RMSNormalization", List.of(q, random(3, 8)), "axis", 2));
    }

    private static Arguments made(int opset, String operator, List<Tensor> inputs, Object... attributes) {
        SmallModel model = new SmallModel(opset);
        Map<String, Tensor> fed = new LinkedHashMap<>();
        for (Tensor tensor : inputs) {
            String name = "x" + fed.size();
            fed.put(name, tensor);
            model.input(name, tensor.type(), tensor.shape().stream().mapToLong(d -> d).toArray());
        }
        model.node(operator, new ArrayList<>(fed.keySet()), List.of("y"), attributes).output("y", FLOAT);
        List<String> words = Stream.of(attributes).map(Object::toString).toList();
        return Arguments.of(operator + words + " of " + inputs.stream().map(t -> t.type() + "" + t.shape()).toList(), model, fed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesTheSame(String name, SmallModel model, Map<String, Tensor> inputs) throws Exception {
        Graph graph = OnnxReader.read(model.write(folder), name);
        Ort.Value expected = Ort.run(model.bytes(), inputs).get("y");
        Ort.Value found = Ort.run(OnnxWriter.toBytes(graph), inputs).get("y");
        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(found.values()).containsExactly(expected.values(), within(1e-5));
    }

    @Test
    void headsOfKnownNumbersNeedNoGroups() throws Exception {
        SmallModel model = new SmallModel(23).input("q", FLOAT, -1, 4, -1, 8).input("k", FLOAT, -1, 4, -1, 8)
                .input("v", FLOAT, -1, 4, -1, 8).node("Attention", List.of("q", "k", "v"), List.of("y")).output("y", FLOAT);
        assertThat(OnnxReader.read(model.write(folder), "a").nodes()).extracting(n -> n.operator())
                .containsOnlyOnce("Softmax").doesNotContain("Reshape", "Unsqueeze", "Where");
    }

    @Test
    void aQueryThatMayLookAtNothingGetsZeros() throws Exception {
        SmallModel model = new SmallModel(24).input("q", FLOAT, 1, 1, 2, 4).input("k", FLOAT, 1, 1, 2, 4).input("m", BOOL, 2, 2)
                .node("Attention", List.of("q", "k", "k", "m"), List.of("y")).output("y", FLOAT);
        Tensor mask = new Tensor(BOOL, List.of(2L, 2L), bytes(0, 0, 0, 1));
        Tensor key = random(1, 1, 2, 4);
        double[] found = Ort.run(OnnxWriter.toBytes(OnnxReader.read(model.write(folder), "a")),
                Map.of("q", key, "k", key, "m", mask)).get("y").values();
        double[] expected = new double[8];
        for (int i = 4; i < 8; i++) {
            expected[i] = key.data().getFloat(i * 4);
        }
        assertThat(found).containsExactly(expected, within(1e-6));
    }

    @Test
    void whatLacksInputsIsRefused() throws Exception {
        SmallModel model = new SmallModel(23).input("q", FLOAT, 1, 1, 2, 4).node("Attention", List.of("q"), List.of("y"))
                .output("y", FLOAT);
        assertThatThrownBy(() -> OnnxReader.read(model.write(folder), "zoo[0]")).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("node 'attention0' (operator Attention, opset 23) has fewer inputs");
    }

    @Test
    void whatNeedsARankThatIsNotKnownIsRefused() throws Exception {
        SmallModel model = new SmallModel(23).input("x", FLOAT, 2, 12).input("s", INT64, -1)
                .initializer("w", random(4)).node("Reshape", List.of("x", "s"), List.of("a"))
                .node("RMSNormalization", List.of("a", "w"), List.of("y"), "axis", 2).output("y", FLOAT);
        assertThatThrownBy(() -> OnnxReader.read(model.write(folder), "zoo[0]")).isInstanceOf(InvalidInputException.class)
                .hasMessage("zoo[0]: node 'rmsnormalization1' (operator RMSNormalization, opset 23) normalises from axis 2 on, but the"
                        + " rank of 'a' is not known");
    }

    private static Tensor random(long... shape) {
        Random random = new Random(shape.length);
        float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(LongStream.of(shape).boxed().toList(), values);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer data = ByteBuffer.allocateDirect(values.length);
        for (int value : values) {
            data.put((byte) value);
        }
        return data.flip();
    }
}
