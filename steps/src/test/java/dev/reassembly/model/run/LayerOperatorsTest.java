package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.map;
import static dev.reassembly.model.run.OperatorCase.normal;
import static dev.reassembly.model.run.OperatorCase.of;
import static dev.reassembly.model.run.OperatorCase.positive;

import dev.reassembly.model.graph.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products, convolutions, poolings, normalisations and resizing are what ONNX Runtime computes. */
class LayerOperatorsTest {
    @ParameterizedTest
    @MethodSource({"products", "convolutions", "transposedConvolutions", "poolings", "normalisations", "resizing"})
    void agreesWithTheOracle(OperatorCase example) throws Exception {
        example.check();
    }

    static Stream<OperatorCase> products() {
        return Stream.of(of("MatMul", normal(3, 4), normal(4, 5)), of("MatMul", normal(2, 3, 4), normal(4, 5)),
                of("MatMul", normal(2, 1, 3, 4), normal(5, 4, 2)), of("MatMul", normal(4), normal(4)),
                of("MatMul", normal(2, 3, 4), normal(4)),
                of("MatMul", normal(4), normal(2, 4, 3)),
                of("Gemm", normal(3, 4), normal(4, 5)),
                of("Gemm", normal(3, 4)).constant(normal(5, 4)).constant(normal(5)).with("transB", 1),
                of("Gemm", normal(3, 4), normal(4, 5), normal(5)),
                of("Gemm", normal(4, 3), normal(4, 5), normal(3, 1)).with("transA", 1),
                of("Gemm", normal(3, 4), normal(4, 5), normal(5)).with("alpha", 0.5f).with("beta", 2f),
                of("Gemm", normal(3, 4), normal(4, 1), normal(1)), of("Gemm", normal(3, 4), normal(4, 5), normal(1)),
                of("Gemm", normal(3, 4), normal(4, 5), normal()),
                of("Einsum", normal(2, 3, 4), normal(2, 4, 5)).with("equation", "bij,bjk->bik"),
                of("Einsum", normal(2, 3, 5, 4), normal(2, 3, 6, 4)).with("equation", "bhqd, bhkd -> bhqk"),
                of("Einsum", normal(3, 4), normal(4)).with("equation", "ij,j"),
                of("Einsum", normal(3, 4)).with("equation", "ij->ji"),
                of("Einsum", normal(3, 4)).with("equation", "ij->i"),
                of("Einsum", normal(3), normal(4)).with("equation", "i,j->ji"),
                of("Einsum", normal(2, 3), normal(3, 4), normal(4, 5)).with("equation", "ab,bc,cd->da"),
                of("Einsum", normal(2, 3), normal(3, 4)).with("equation", "ab,bc->b"),
                of("Einsum", normal(2, 5, 3, 4), normal(2, 5, 4, 2)).with("equation", "...ij,...jk->...ik"),
                of("Einsum", normal(2, 3, 4), normal(4)).with("equation", "...i,i"),
                of("Einsum", normal(2, 3, 3)).with("equation", "...ii->...i"), of("Einsum", normal(3, 3)).with("equation", "ii"));
    }

    static Stream<OperatorCase> convolutions() {
        Tensor x = normal(2, 4, 9, 8);
        return Stream.of(conv(x, 5, 4, 3, 3), conv(x, 5, 4, 3, 3).constant(normal(5)),
                conv(x, 5, 4, 3, 2).ints("pads", 1, 1, 1, 1),
                conv(x, 5, 4, 3, 3).ints("pads", 0, 0, 1, 1).ints("strides", 2, 2), conv(x, 5, 4, 3, 3).ints("pads", 2, 0, 1, 3),
                conv(x, 6, 2, 3, 3).with("group", 2).ints("pads", 1, 1, 1, 1),
                conv(x, 4, 1, 3, 3).with("group", 4).constant(normal(4)),
                conv(x, 5, 4, 3, 3).ints("dilations", 2, 3).ints("pads", 2, 3, 2, 3),
                conv(x, 5, 4, 3, 3).with("auto_pad", "VALID"),
                conv(x, 5, 4, 3, 3).with("auto_pad", "SAME_UPPER").ints("strides", 2, 3),
                conv(x, 5, 4, 4, 2).with("auto_pad", "SAME_LOWER").ints("strides", 2, 1),
                conv(x, 5, 4, 1, 1).ints("strides", 2, 2),
                conv(normal(2, 3, 11), 5, 3, 3).ints("pads", 2, 1).ints("strides", 2),
                conv(normal(1, 2, 4, 5, 6), 3, 2, 2, 2, 2));
    }

    private static OperatorCase conv(Tensor x, long... weight) {
        return of("Conv", x).constant(normal(weight));
    }

    static Stream<OperatorCase> transposedConvolutions() {
        Tensor x = normal(2, 4, 5, 6);
        return Stream.of(transposed(x, 4, 3, 3, 3), transposed(x, 4, 3, 3, 2).ints("strides", 2, 3).constant(normal(3)),
                transposed(x, 4, 3, 3, 3).ints("strides", 2, 2).ints("pads", 1, 1, 1, 1).ints("output_padding", 1, 1),
                transposed(x, 4, 3, 3, 3).ints("pads", 0, 1, 2, 1),
                transposed(x, 4, 2, 3, 3).with("group", 2).ints("strides", 2, 1),
                transposed(x, 4, 3, 3, 3).ints("dilations", 2, 1),
                transposed(x, 4, 3, 3, 3).ints("strides", 2, 2).with("auto_pad", "SAME_UPPER"),
                transposed(x, 4, 3, 3, 3).ints("strides", 2, 2).ints("output_shape", 10, 12),
                transposed(normal(1, 3, 7), 3, 2, 4).ints("strides", 2),
                transposed(x, 4, 3, 2, 2).ints("strides", 3, 3), transposed(x, 4, 3, 3, 3).ints("pads", 3, 3, 3, 3));
    }

    private static OperatorCase transposed(Tensor x, long... weight) {
        return of("ConvTranspose", x).constant(normal(weight));
    }

    static Stream<OperatorCase> poolings() {
        Tensor x = normal(2, 3, 9, 8);
        return Stream.concat(Stream.of("MaxPool", "AveragePool").flatMap(o -> Stream.of(
                        of(o, x).ints("kernel_shape", 3, 2),
                        of(o, x).ints("kernel_shape", 3, 3).ints("strides", 2, 2).ints("pads", 1, 1, 1, 1),
                        of(o, x).ints("kernel_shape", 3, 3).ints("strides", 2, 2).ints("pads", 0, 0, 1, 1),
                        of(o, x).ints("kernel_shape", 3, 3).ints("strides", 2, 2).with("ceil_mode", 1),
                        of(o, x).ints("kernel_shape", 2, 2).ints("strides", 3, 3).ints("pads", 1, 1, 1, 1).with("ceil_mode", 1),
                        of(o, x).ints("kernel_shape", 3, 3).ints("strides", 2, 2).with("auto_pad", "SAME_UPPER"),
                        of(o, x).ints("kernel_shape", 2, 4).ints("strides", 2, 3).with("auto_pad", "SAME_LOWER"),
                        of(o, x).ints("kernel_shape", 3, 3).ints("pads", 2, 2, 2, 2),
                        of(o, x).ints("kernel_shape", 3, 3).with("auto_pad", "VALID"),
                        of(o, normal(2, 3, 11)).ints("kernel_shape", 3).ints("strides", 2).ints("pads", 1, 1),
                        of(o, normal(1, 2, 5, 6, 7)).ints("kernel_shape", 2, 3, 2).ints("strides", 2, 2, 2))),
                Stream.of(of("AveragePool", x).ints("kernel_shape", 3, 3).ints("pads", 1, 1, 1, 1).with("count_include_pad", 1),
                        of("AveragePool", x).ints("kernel_shape", 3, 3).ints("pads", 0, 1, 2, 0).with("count_include_pad", 1),
                        of("AveragePool", x).ints("kernel_shape", 3, 3).ints("strides", 2, 2).ints("pads", 1, 1, 1, 1)
                                .with("ceil_mode", 1)
                                .with("count_include_pad", 1),
                        of("GlobalAveragePool", x), of("GlobalAveragePool", normal(2, 3, 5)), of("GlobalMaxPool", x),
                        of("GlobalLpPool", x), of("GlobalLpPool", x).with("p", 3)));
    }

    static Stream<OperatorCase> normalisations() {
        Tensor x = normal(2, 6, 4, 5);
        Tensor tokens = normal(2, 5, 8);
        return Stream.of(
                of("BatchNormalization", x).constant(normal(6)).constant(normal(6)).constant(normal(6)).constant(positive(6)),
                of("BatchNormalization", normal(4, 6)).constant(normal(6)).constant(normal(6)).constant(normal(6))
                        .constant(positive(6))
                        .with("epsilon", 0.01f),
                of("InstanceNormalization", x).constant(normal(6)).constant(normal(6)),
                of("LayerNormalization", tokens).constant(normal(8)).constant(normal(8)),
                of("LayerNormalization", tokens).constant(normal(8)),
                of("LayerNormalization", tokens).constant(normal(5, 8)).constant(normal(5, 8)).with("axis", 1)
                        .with("epsilon", 0.1f),
                of("LayerNormalization", tokens).constant(normal(8)).constant(normal(8)).with("axis", -2),
                of("GroupNormalization", x).constant(normal(6)).constant(normal(6)).with("num_groups", 3),
                of("LayerNormalization", tokens).constant(normal(8)).constant(normal(8)).outputs(3),
                of("LayerNormalization", tokens).constant(normal(5, 8)).with("axis", 1).outputs(2),
                of("LRN", x).with("size", 3).with("alpha", 0.5f), of("LRN", x).with("size", 5).with("beta", 0.6f).with("bias", 2f),
                of("MeanVarianceNormalization", x), of("MeanVarianceNormalization", tokens).ints("axes", 1, 2),
                of("LpNormalization", x), of("LpNormalization", x).with("p", 1).with("axis", 1),
                of("Softmax", tokens), of("Softmax", tokens).with("axis", 1), of("LogSoftmax", tokens),
                of("LogSoftmax", tokens).with("axis", 0),
                of("Hardmax", tokens), of("Hardmax", tokens).with("axis", 1));
    }

    static Stream<OperatorCase> resizing() {
        Tensor x = map(new long[] {1, 2, 5, 4}, (random, i) -> random.nextFloat());
        Stream<OperatorCase> modes = Stream.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric",
                "half_pixel_symmetric")
                .flatMap(c -> Stream.of("nearest", "linear", "cubic").flatMap(m -> Stream.of(
                        of("Resize", x).none().none().longs(1, 2, 9, 7).with("mode", m).with("coordinate_transformation_mode", c),
                        of("Resize", x).none().none().longs(1, 2, 3, 1).with("mode", m).with("coordinate_transformation_mode", c),
                        of("Resize", x).none().constant(Tensor.ofFloats(List.of(4L), 1, 1, 2, 1.5f)).with("mode", m)
                                .with("coordinate_transformation_mode", c))));
        Stream<OperatorCase> rounding = Stream.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil").map(r ->
                of("Resize", x).none().constant(Tensor.ofFloats(List.of(4L), 1, 1, 2, 0.5f)).with("nearest_mode", r));
        Tensor shrinking = Tensor.ofFloats(List.of(4L), 1, 1, 0.5f, 0.6f);
        Stream<OperatorCase> others = Stream.of(
                of("Resize", x).none().constant(shrinking).with("mode", "linear").with("antialias", 1),
                of("Resize", x).none().constant(shrinking).with("mode", "cubic").with("antialias", 1),
                of("Resize", x).none().none().longs(7, 9).ints("axes", 2, 3).with("keep_aspect_ratio_policy", "not_larger"),
                of("Resize", x).none().none().longs(7, 9).ints("axes", 2, 3).with("keep_aspect_ratio_policy", "not_smaller"));
        return Stream.concat(Stream.concat(Stream.concat(modes, rounding), others), Stream.of(
                of("Resize", x).none().none().longs(7, 9).ints("axes", 2, 3).with("mode", "linear"),
                of("Resize", x).none().none().longs(1, 2, 9, 7).with("mode", "cubic").with("cubic_coeff_a", -0.5f)
                        .with("exclude_outside", 1)));
    }
}
