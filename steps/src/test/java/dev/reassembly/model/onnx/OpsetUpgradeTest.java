package dev.reassembly.model.onnx;

import static dev.reassembly.model.graph.ElementType.DOUBLE;
import static dev.reassembly.model.graph.ElementType.FLOAT;
import static dev.reassembly.model.graph.ElementType.FLOAT16;
import static dev.reassembly.model.graph.ElementType.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

/** Every upgrade rule: ONNX Runtime computes the same from the old file and from the one in the newest operator set. */
class OpsetUpgradeTest {
    @TempDir
    Path folder;

    static Stream<Arguments> oldModels() {
        List<Arguments> cases = new ArrayList<>();
        for (int opset : new int[] {9, 12}) {
            cases.add(unary(opset, "Squeeze", "axes", new long[] {1, 3}));
            cases.add(unary(opset, "Squeeze"));
            cases.add(unary(opset, "Unsqueeze", "axes", new long[] {0, 4}));
            cases.add(unary(opset, "Split", "axis", 2, "split", new long[] {1, 3}));
            cases.add(unary(opset, "Split", "axis", 2));
            for (String softmax : List.of("Softmax", "LogSoftmax", "Hardmax")) {
                cases.add(unary(opset, softmax));
                cases.add(unary(opset, softmax, "axis", 2));
                cases.add(unary(opset, softmax, "axis", 3));
            }
        }
        cases.add(unary(11, "Softmax", "axis", -1));
        cases.add(unary(11, "Softmax", "axis", -2));
        cases.add(unary(13, "Softmax", "axis", 1));
        cases.add(unary(13, "Softmax"));
        cases.add(unary(13, "Split", "axis", 2));
        for (String kind : List.of("Sum", "Max", "Min", "Mean", "Prod", "L1", "L2", "LogSum", "LogSumExp", "SumSquare")) {
            int opset = kind.equals("Sum") ? 12 : 17;
            cases.add(unary(9, "Reduce" + kind, "axes", new long[] {1, 2}, "keepdims", 0));
            cases.add(unary(opset, "Reduce" + kind, "axes", new long[] {-2}));
            cases.add(unary(opset, "Reduce" + kind));
        }
        cases.add(unary(9, "Clip", "min", 0.2f, "max", 0.6f));
        cases.add(unary(10, "Clip", "min", 0.5f));
        cases.add(unary(10, "Clip", "max", 0.5f));
        cases.add(unary(10, "Clip"));
        cases.add(typed(10, FLOAT16, "Clip", "min", 0.25f, "max", 0.65f));
        cases.add(unary(9, "Pad", "pads", new long[] {0, 1, 2, 0, 1, 0, 0, 2}));
        cases.add(unary(10, "Pad", "pads", new long[] {0, 0, 1, 0, 0, 0, 1, 0}, "value", -1.5f));
        cases.add(unary(10, "Pad", "pads", new long[] {0, 0, 1, 0, 0, 0, 1, 0}, "mode", "edge"));
        cases.add(unary(10, "Pad", "pads", new long[] {0, 0, 1, 0, 0, 0, 1, 0}, "mode", "reflect"));
        cases.add(unary(9, "Slice", "starts", new long[] {1, 0}, "ends", new long[] {3, -1}, "axes", new long[] {2, 0}));
        cases.add(unary(9, "Slice", "starts", new long[] {1, 0}, "ends", new long[] {1000, 1}));
        cases.add(unary(9, "TopK", "k", 2, "axis", 2));
        cases.add(unary(9, "Dropout", "ratio", 0.3f));
        cases.add(unary(10, "Dropout"));
        addResizes(cases);
        addNormalisations(cases);
        addOthers(cases);
        return cases.stream();
    }

    private static void addResizes(List<Arguments> cases) {
        for (String mode : List.of("nearest", "linear")) {
            Tensor larger = Tensor.ofFloats(List.of(4L), 1, 1, 2, 1.5f);
            Tensor smaller = Tensor.ofFloats(List.of(4L), 1, 1, 0.6f, 0.7f);
            cases.add(resize(9, "Upsample", mode, larger));
            cases.add(unary(7, "Upsample", "mode", mode, "scales", new float[] {1, 1, 2, 3}));
            cases.add(resize(10, "Resize", mode, larger));
            cases.add(resize(10, "Resize", mode, smaller));
        }
        SmallModel bySize = new SmallModel(11).input("x", FLOAT, 1, 2, 4, 4)
                .initializer("roi", Tensor.ofFloats(List.of(0L))).initializer("scales", Tensor.ofFloats(List.of(0L)))
                .initializer("sizes", Tensor.ofLongs(List.of(4L), 1, 2, 7, 3))
                .node("Resize", List.of("x", "roi", "scales", "sizes"), List.of("y"), "mode", "linear").output("y", FLOAT);
        cases.add(Arguments.of("Resize by size, opset 11", bySize, Map.of("x", random(FLOAT, 1, 2, 4, 4))));
        SmallModel byScale = new SmallModel(11).input("x", FLOAT, 1, 2, 4, 4)
                .initializer("roi", Tensor.ofFloats(List.of(0L))).initializer("scales", Tensor.ofFloats(List.of(4L), 1, 1, 2, 2))
                .node("Resize", List.of("x", "roi", "scales"), List.of("y"), "mode", "cubic").output("y", FLOAT);
        cases.add(Arguments.of("Resize by scale, opset 11", byScale, Map.of("x", random(FLOAT, 1, 2, 4, 4))));
    }

    private static Arguments resize(int opset, String operator, String mode, Tensor scales) {
        SmallModel model = new SmallModel(opset).input("x", FLOAT, 1, 1, 5, 6).initializer("scales", scales)
                .node(operator, List.of("x", "scales"), List.of("y"), "mode", mode).output("y", FLOAT);
        return Arguments.of(operator + " " + mode + " by " + Tensors.floats(scales) + ", opset " + opset, model,
                Map.of("x", random(FLOAT, 1, 1, 5, 6)));
    }

    private static void addNormalisations(List<Arguments> cases) {
        for (int opset : new int[] {9, 13}) {
            SmallModel batch = new SmallModel(opset).input("x", FLOAT, -1, 3, -1).initializer("scale", random(FLOAT, 3))
                    .initializer("bias", random(FLOAT, 3)).initializer("mean", random(FLOAT, 3))
                    .initializer("var", random(FLOAT, 3))
                    .node("BatchNormalization", List.of("x", "scale", "bias", "mean", "var"), List.of("y"), "epsilon", 1e-3f)
                    .output("y", FLOAT);
            cases.add(Arguments.of("BatchNormalization, opset " + opset, batch, Map.of("x", random(FLOAT, 2, 3, 5))));
        }
        SmallModel group = new SmallModel(18).input("x", FLOAT, 2, 6, 2, 3).initializer("scale", random(FLOAT, 3))
                .initializer("bias", random(FLOAT, 3))
                .node("GroupNormalization", List.of("x", "scale", "bias"), List.of("y"), "num_groups", 3, "epsilon", 1e-3f)
                .output("y", FLOAT);
        cases.add(Arguments.of("GroupNormalization, opset 18", group, Map.of("x", random(FLOAT, 2, 6, 2, 3))));
    }

    private static void addOthers(List<Arguments> cases) {
        SmallModel scatter = new SmallModel(9).input("x", FLOAT, 3, 4).initializer("i", Tensor.ofLongs(List.of(1L, 3L), 2, 0, 1))
                .initializer("u", random(FLOAT, 1, 3)).node("Scatter", List.of("x", "i", "u"), List.of("y"), "axis", 1)
                .output("y", FLOAT);
        cases.add(Arguments.of("Scatter, opset 9", scatter, Map.of("x", random(FLOAT, 3, 4))));
        SmallModel roi = new SmallModel(10).input("x", FLOAT, 1, 2, 8, 8)
                .initializer("rois", Tensor.ofFloats(List.of(2L, 4L), 0, 0, 5, 5, 1, 2, 7, 6))
                .initializer("batch", Tensor.ofLongs(List.of(2L), 0, 0))
                .node("RoiAlign", List.of("x", "rois", "batch"), List.of("y"), "output_height", 2, "output_width", 3)
                .output("y", FLOAT);
        cases.add(Arguments.of("RoiAlign, opset 10", roi, Map.of("x", random(FLOAT, 1, 2, 8, 8))));
        for (String mode : List.of("bilinear", "nearest", "bicubic")) {
            SmallModel grid = new SmallModel(16).input("x", FLOAT, 1, 2, 4, 4).input("g", FLOAT, 1, 3, 3, 2)
                    .node("GridSample", List.of("x", "g"), List.of("y"), "mode", mode).output("y", FLOAT);
            cases.add(Arguments.of("GridSample " + mode + ", opset 16", grid,
                    Map.of("x", random(FLOAT, 1, 2, 4, 4), "g", random(FLOAT, 1, 3, 3, 2))));
        }
        SmallModel dft = new SmallModel(17).input("x", FLOAT, 1, 5, 4, 1).node("DFT", List.of("x"), List.of("y"))
                .output("y", FLOAT);
        cases.add(Arguments.of("DFT, opset 17", dft, Map.of("x", random(FLOAT, 1, 5, 4, 1))));
        SmallModel gemm = new SmallModel(9).input("x", FLOAT, 2, 3).initializer("w", random(FLOAT, 4, 3))
                .initializer("c", random(FLOAT, 4)).node("Gemm", List.of("x", "w", "c"), List.of("y"), "transB", 1, "alpha", 0.5f)
                .output("y", FLOAT);
        cases.add(Arguments.of("Gemm, opset 9", gemm, Map.of("x", random(FLOAT, 2, 3))));
    }

    private static Arguments unary(int opset, String operator, Object... attributes) {
        return typed(opset, FLOAT, operator, attributes);
    }

    /** An operator on x [1 or 2, 3 or 1, 4, 1 or 3]; one axis more or less does not matter to most. */
    private static Arguments typed(int opset, ElementType type, String operator, Object... attributes) {
        long[] shape = operator.equals("Squeeze") || operator.equals("Slice") ? new long[] {2, 1, 4, 1} : new long[] {2, 3, 4, 3};
        boolean pair = operator.equals("Split") || operator.equals("TopK");
        SmallModel model = new SmallModel(opset).input("x", type, shape)
                .node(operator, List.of("x"), pair ? List.of("y", "z") : List.of("y"), attributes).output("y", type);
        if (pair) {
            model.output("z", operator.equals("TopK") ? INT64 : type);
        }
        List<String> words = Stream.of(attributes).map(a -> a instanceof long[] l ? Arrays.toString(l) : a.toString()).toList();
        return Arguments.of(operator + words + " of " + type + ", opset " + opset, model, Map.of("x", random(type, shape)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oldModels")
    void computesTheSame(String name, SmallModel model, Map<String, Tensor> inputs) throws Exception {
        Map<String, Ort.Value> expected = Ort.run(model.bytes(), inputs);
        Graph graph = OnnxReader.read(model.write(folder), name);
        Map<String, Ort.Value> found = Ort.run(OnnxWriter.toBytes(graph), inputs);
        assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((output, value) -> {
            assertThat(found.get(output).shape()).isEqualTo(value.shape());
            assertThat(found.get(output).values()).containsExactly(value.values(), within(1e-6));
        });
    }

    @Test
    void softmaxOverTheLastAxisStaysOneNodeWhenTheRankFollowsFromTheGraph() throws Exception {
        SmallModel model = new SmallModel(11).input("x", FLOAT, -1, 4, -1, 8).input("w", FLOAT, -1, 4, 8, -1)
                .node("MatMul", List.of("x", "w"), List.of("a")).node("Softmax", List.of("a"), List.of("y"), "axis", 3)
                .output("y", FLOAT);
        assertThat(OnnxReader.read(model.write(folder), "s").nodes()).extracting(Node::operator)
                .containsExactly("MatMul", "Softmax");
    }

    @Test
    void theRankFollowsFromAShapeThatIsPutTogetherWhileRunning() throws Exception {
        SmallModel model = new SmallModel(11).input("x", FLOAT, -1, -1, 8).initializer("zero", Tensor.ofLongs(List.of(), 0))
                .initializer("rest", Tensor.ofLongs(List.of(2L), 2, -1)).node("Shape", List.of("x"), List.of("s"))
                .node("Gather", List.of("s", "zero"), List.of("n"))
                .node("Unsqueeze", List.of("n"), List.of("u"), "axes", new long[] {0})
                .node("Concat", List.of("u", "rest"), List.of("c"), "axis", 0).node("Reshape", List.of("x", "c"), List.of("r"))
                .node("Softmax", List.of("r"), List.of("y"), "axis", 2).output("y", FLOAT);
        assertThat(OnnxReader.read(model.write(folder), "s").nodes()).extracting(Node::operator).doesNotContain("Flatten");
        computesTheSame("rank from a Concat", model, Map.of("x", random(FLOAT, 2, 3, 8)));
    }

    @Test
    void softmaxOfUnknownRankKeepsItsOldMeaning() throws Exception {
        SmallModel model = new SmallModel(11).input("x", FLOAT, 2, 12).input("s", INT64, 3)
                .node("Reshape", List.of("x", "s"), List.of("a")).node("Softmax", List.of("a"), List.of("y"), "axis", 1)
                .output("y", FLOAT);
        computesTheSame("unknown rank", model, Map.of("x", random(FLOAT, 2, 12), "s", Tensor.ofLongs(List.of(3L), 2, 3, 4)));
    }

    @Test
    void aBoundGetsTheTypeOfTheData() throws Exception {
        // ONNX Runtime has no double Clip of opset 9, so the expected values are computed here.
        SmallModel model = new SmallModel(9).input("x", DOUBLE, 2, 2).node("Exp", List.of("x"), List.of("e"))
                .node("Clip", List.of("e"), List.of("y"), "max", 1.5f).output("y", DOUBLE);
        Tensor x = random(DOUBLE, 2, 2);
        double[] found = Ort.run(OnnxWriter.toBytes(OnnxReader.read(model.write(folder), "s")), Map.of("x", x)).get("y").values();
        for (int i = 0; i < 4; i++) {
            assertThat(found[i]).isEqualTo(Math.min(1.5, Math.exp(x.data().asDoubleBuffer().get(i))), within(1e-12));
        }
    }

    @Test
    void whatCannotBeSaidInTheNewestSetIsRefused() throws Exception {
        SmallModel mixed = new SmallModel(10).input("x", FLOAT, 1, 1, 4, 4)
                .initializer("scales", Tensor.ofFloats(List.of(4L), 1, 1, 2, 0.5f))
                .node("Resize", List.of("x", "scales"), List.of("y")).output("y", FLOAT);
        assertThatThrownBy(() -> OnnxReader.read(mixed.write(folder), "zoo[0]")).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("zoo[0]: node 'resize0' (operator Resize, opset 10) enlarges one axis and"
                        + " reduces another");
        SmallModel training = new SmallModel(9).input("x", FLOAT, 1, 1, 4).initializer("v", random(FLOAT, 1))
                .node("BatchNormalization", List.of("x", "v", "v", "v", "v"), List.of("y", "m")).output("y", FLOAT)
                .output("m", FLOAT);
        assertThatThrownBy(() -> OnnxReader.read(training.write(folder), "zoo[0]")).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("(operator BatchNormalization, opset 9) hands out its statistics ('m')");
        SmallModel pixel = new SmallModel(11).input("x", FLOAT, 1, 1, 4, 4)
                .initializer("scales", Tensor.ofFloats(List.of(4L), 1, 1, 2, 2))
                .node("Resize", List.of("x", "", "scales"), List.of("y"), "coordinate_transformation_mode",
                        "tf_half_pixel_for_nn")
                .output("y", FLOAT);
        SmallModel mask = new SmallModel(10).input("x", FLOAT, 2, 3).node("Dropout", List.of("x"), List.of("y", "m"))
                .output("y", FLOAT).output("m", ElementType.BOOL);
        assertThatThrownBy(() -> OnnxReader.read(mask.write(folder), "zoo[0]")).hasMessageContaining("has a mask that is read");
        assertThatThrownBy(() -> OnnxReader.read(pixel.write(folder), "zoo[0]")).hasMessageContaining("tf_half_pixel_for_nn");
    }

    /** Values between 0.05 and 1.05: logarithms and roots are defined everywhere. */
    private static Tensor random(ElementType type, long... shape) {
        Random random = new Random(shape.length);
        int count = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer data = ByteBuffer.allocateDirect(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.put(Tensors.scalar(type, random.nextFloat() + 0.05f).data());
        }
        return new Tensor(type, LongStream.of(shape).boxed().toList(), data.flip());
    }
}
