package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.bools;
import static dev.reassembly.model.run.OperatorCase.longs;
import static dev.reassembly.model.run.OperatorCase.map;
import static dev.reassembly.model.run.OperatorCase.normal;
import static dev.reassembly.model.run.OperatorCase.of;
import static dev.reassembly.model.run.OperatorCase.positive;

import dev.reassembly.model.graph.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions, shapes, slices, indices and created tensors are what ONNX Runtime makes. */
class TensorOperatorsTest {
    private static final long[] SCALAR = {};

    @ParameterizedTest
    @MethodSource({"reductions", "positions", "shapes", "slices", "indices", "scattered", "chosen", "created", "windows",
            "padded"})
    void agreesWithTheOracle(OperatorCase example) throws Exception {
        example.check();
    }

    static Stream<OperatorCase> reductions() {
        return Stream.concat(Stream.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceSumSquare",
                        "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp")
                .flatMap(o -> Stream.of(of(o, positive(2, 3, 4)), of(o, positive(2, 3, 4)).longs(1),
                        of(o, positive(2, 3, 4)).longs(-1, 0),
                        of(o, positive(2, 3, 4)).longs(2, 1).with("keepdims", 0), of(o, positive(2, 3, 4)).with("keepdims", 0),
                        of(o, positive(2, 3)).longs().with("noop_with_empty_axes", 1))),
                Stream.of(of("ReduceSum", longs(new long[] {2, 2}, 1, 2, 3, (1L << 52) + 1)).longs(0),
                        of("ReduceProd", longs(new long[] {3}, 2, 3, 1L << 40)), of("ReduceMax", longs(new long[] {3}, 2, 9, 4)),
                        of("ReduceMean", longs(new long[] {3}, 2, 9, 5)),
                        of("ReduceLogSumExp", Tensor.ofFloats(List.of(3L), 900, 901, Float.NEGATIVE_INFINITY)),
                        of("ReduceLogSumExp", Tensor.ofFloats(List.of(2L), Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY))));
    }

    static Stream<OperatorCase> positions() {
        Tensor ties = Tensor.ofFloats(List.of(2L, 4L), 1, 3, 3, 0, 5, 2, 5, 5);
        OperatorCase best = of("TopK", ties).longs(3).outputs(2);
        return Stream.concat(Stream.of(best), Stream.of("ArgMax", "ArgMin").flatMap(o -> Stream.of(
                of(o, normal(3, 4)), of(o, normal(3, 4)).with("axis", -1),
                of(o, normal(3, 4, 2)).with("axis", 1).with("keepdims", 0), of(o, ties).with("axis", 1),
                of(o, ties).with("axis", 1).with("select_last_index", 1))));
    }

    static Stream<OperatorCase> shapes() {
        Tensor x = normal(2, 3, 4);
        return Stream.of(of("Shape", x), of("Shape", x).with("start", 1), of("Shape", x).with("start", -2).with("end", -1),
                of("Shape", normal()), of("Size", x), of("Reshape", x).longs(4, 6), of("Reshape", x).longs(0, -1),
                of("Reshape", x).longs(-1),
                of("Reshape", normal(1)).longs(), of("Reshape", normal(0, 3)).longs(3, 0).with("allowzero", 1),
                of("Flatten", x), of("Flatten", x).with("axis", 0), of("Flatten", x).with("axis", -1),
                of("Flatten", x).with("axis", 3),
                of("Squeeze", normal(1, 3, 1)), of("Squeeze", normal(1, 3, 1)).longs(-1),
                of("Squeeze", normal(1, 3, 1)).longs(2, 0),
                of("Unsqueeze", x).longs(0), of("Unsqueeze", x).longs(-1, 1), of("Unsqueeze", normal()).longs(0),
                of("Transpose", x), of("Transpose", x).ints("perm", 1, 2, 0), of("Expand", normal(3, 1)).longs(2, 1, 4),
                of("Expand", normal(3, 4)).longs(1, 1), of("Tile", normal(2, 3)).longs(2, 3), of("Tile", normal(2)).longs(1),
                of("DepthToSpace", normal(2, 8, 2, 3)).with("blocksize", 2),
                of("DepthToSpace", normal(2, 8, 2, 3)).with("blocksize", 2).with("mode", "CRD"),
                of("SpaceToDepth", normal(2, 3, 4, 6)).with("blocksize", 2));
    }

    static Stream<OperatorCase> slices() {
        Tensor x = normal(5, 6);
        long min = Long.MIN_VALUE;
        long max = Long.MAX_VALUE;
        return Stream.of(of("Concat", x, normal(5, 2)).with("axis", 1), of("Concat", x, x).with("axis", -2),
                of("Concat", longs(new long[] {2}, 1, 2)).longs(3).with("axis", 0),
                of("Split", x).with("axis", 1).with("num_outputs", 3).outputs(3),
                of("Split", x).with("num_outputs", 2).outputs(2),
                of("Split", x).longs(2, 1, 3).with("axis", -1).outputs(3),
                of("Slice", x).longs(1).longs(3), of("Slice", x).longs(1, 2).longs(max, -1),
                of("Slice", x).longs(-3).longs(max).longs(-1),
                of("Slice", x).longs(0).longs(6).longs(1).longs(2), of("Slice", x).longs(1).longs(99).longs(1).longs(4),
                of("Slice", x).longs(-1).longs(min).longs(1).longs(-1),
                of("Slice", x).longs(4, 5).longs(0, 1).longs(0, 1).longs(-1, -2),
                of("Slice", x).longs(3).longs(1).longs(0), of("Slice", x).longs(9).longs(-9).longs(0).longs(-3),
                of("Slice", longs(new long[] {4}, 1, 2, 3, 4)).longs(-2).longs(max));
    }

    static Stream<OperatorCase> indices() {
        Tensor x = normal(4, 3, 2);
        return Stream.of(of("Gather", x).constant(longs(new long[] {2, 2}, 0, -1, 3, 1)),
                of("Gather", x).constant(longs(SCALAR, 1)).with("axis", 1),
                of("Gather", x).constant(longs(SCALAR, -1)).with("axis", -1), of("Gather", x).longs(1, 0, 1).with("axis", -1),
                of("Gather", normal(7, 5), longs(new long[] {2, 3}, 0, 6, -1, -7, 3, 3)),
                of("Gather", normal(7, 5), longs(SCALAR, -2)),
                of("Gather", longs(new long[] {3}, 10, 20, 30)).longs(-1, 0),
                of("Gather", longs(new long[] {3}, 10, 20, 30)).constant(longs(SCALAR, 1)),
                of("GatherElements", normal(3, 3)).constant(longs(new long[] {2, 3}, 0, 1, 2, -1, 0, -2)),
                of("GatherElements", normal(3, 3)).constant(longs(new long[] {3, 1}, 2, -3, 1)).with("axis", 1),
                of("GatherND", normal(3, 4, 2)).constant(longs(new long[] {2, 2}, 0, 1, -1, 3)),
                of("GatherND", normal(3, 4, 2)).constant(longs(new long[] {2, 1, 1}, 2, 0)),
                of("GatherND", normal(2, 3, 4)).constant(longs(new long[] {2, 1}, 2, -1)).with("batch_dims", 1),
                of("GatherND", normal(2, 3, 4)).constant(longs(new long[] {2, 3}, 0, 1, 2, 1, 2, 3)),
                of("OneHot", longs(new long[] {2, 2}, 0, 2, -1, 7)).constant(longs(SCALAR, 3))
                        .constant(Tensor.ofFloats(List.of(2L), -1, 4)),
                of("OneHot", longs(new long[] {3}, 0, 2, 1)).longs(4).constant(longs(new long[] {2}, 0, 1)).with("axis", 0),
                of("TopK", normal(3, 7)).longs(3).outputs(2),
                of("TopK", normal(3, 7)).longs(2).with("axis", 0).with("largest", 0).outputs(2),
                of("NonZero", bools(new long[] {2, 3}, 0, 1, 1, 1, 0, 0)));
    }

    static Stream<OperatorCase> scattered() {
        Tensor x = normal(4, 5);
        Tensor places = longs(new long[] {2, 3}, 0, -1, 2, 1, 0, 3);
        Tensor twice = longs(new long[] {2, 3}, 0, 1, 2, 0, -4, 2);
        Tensor rows = longs(new long[] {3, 1}, 2, 0, -1);
        Stream<OperatorCase> plain = Stream.of(of("ScatterElements", x).constant(places).feed(normal(2, 3)),
                of("ScatterElements", x).constant(places).feed(normal(2, 3)).with("axis", 1),
                of("ScatterND", x).constant(rows).feed(normal(3, 5)),
                of("ScatterND", x).constant(longs(new long[] {2, 2}, 0, 4, -1, 1)).feed(normal(2)),
                of("ScatterND", longs(new long[] {3}, 1, 2, 3)).constant(longs(new long[] {1, 1}, 1))
                        .constant(longs(new long[] {1}, 9)));
        return Stream.concat(plain, Stream.of("add", "mul", "max", "min").flatMap(r -> Stream.of(
                of("ScatterElements", x).constant(twice).feed(normal(2, 3)).with("reduction", r),
                of("ScatterND", x).constant(longs(new long[] {3, 1}, 2, 0, 2)).feed(normal(3, 5)).with("reduction", r))));
    }

    static Stream<OperatorCase> chosen() {
        Tensor x = normal(3, 4, 2);
        return Stream.of(of("Compress", x).constant(bools(new long[] {3}, 1, 0, 1)).with("axis", 0),
                of("Compress", x).constant(bools(new long[] {2}, 0, 1)).with("axis", -2),
                of("Compress", x).constant(bools(new long[] {5}, 0, 1, 1, 0, 1)),
                of("ReverseSequence", x).longs(3, 1, 2, 2), of("ReverseSequence", x).longs(4, 1, 3).with("batch_axis", 0)
                        .with("time_axis", 1),
                of("CenterCropPad", x).longs(2, 7, 2), of("CenterCropPad", x).longs(4, 1).ints("axes", -1, 1));
    }

    static Stream<OperatorCase> windows() {
        return Stream.of("HannWindow", "HammingWindow", "BlackmanWindow").flatMap(o -> Stream.of(
                of(o).constant(longs(SCALAR, 10)), of(o).constant(longs(SCALAR, 9)).with("periodic", 0)));
    }

    static Stream<OperatorCase> created() {
        Tensor x = normal(2, 4, 5);
        return Stream.of(
                of("Range").constant(longs(SCALAR, 2)).constant(longs(SCALAR, 9)).constant(longs(SCALAR, 3)),
                of("Range").constant(longs(SCALAR, 9)).constant(longs(SCALAR, 2)).constant(longs(SCALAR, -2)),
                of("Range").constant(longs(SCALAR, 3)).constant(longs(SCALAR, 3)).constant(longs(SCALAR, 1)),
                of("Range").number(0).number(1).number(0.3f),
                of("ConstantOfShape").longs(2, 3),
                of("ConstantOfShape").longs(2).with("value", longs(new long[] {1}, Long.MAX_VALUE)),
                of("ConstantOfShape").longs().with("value", Tensor.ofFloats(List.of(1L), 7)), of("ConstantOfShape").longs(0, 2),
                of("EyeLike", normal(3, 4)), of("EyeLike", normal(3, 4)).with("k", -1).with("dtype", 7),
                of("EyeLike", longs(new long[] {2, 2}, 5, 6, 7, 8)).with("k", 1),
                of("Trilu", x), of("Trilu", x).with("upper", 0), of("Trilu", x).constant(longs(SCALAR, 1)),
                of("Trilu", x).constant(longs(SCALAR, -2)).with("upper", 0),
                of("CumSum", x).constant(longs(SCALAR, 1)), of("CumSum", x).constant(longs(SCALAR, -1)).with("reverse", 1),
                of("CumSum", x).constant(longs(SCALAR, 0)).with("exclusive", 1),
                of("CumSum", x).constant(longs(SCALAR, 2)).with("exclusive", 1).with("reverse", 1),
                of("CumSum", longs(new long[] {3}, 1, 2, 3)).constant(longs(SCALAR, 0)));
    }

    static Stream<OperatorCase> padded() {
        Tensor x = map(new long[] {2, 3, 4}, (random, i) -> i);
        return Stream.of(of("Pad", x).longs(0, 1, 2, 1, 0, 3), of("Pad", x).longs(0, 1, 2, 1, 0, 3).number(5),
                of("Pad", x).longs(0, -1, 2, 0, 0, -1), of("Pad", x).longs(1, 2, 0, 3).number(-2).longs(-1, 1),
                of("Pad", x).longs(0, 1, 3, 0, 2, 1).with("mode", "reflect"),
                of("Pad", x).longs(2, 1, 3, 1, 5, 1).with("mode", "edge"),
                of("Pad", x).longs(1, 1, 3, 0, 2, 1).with("mode", "wrap"), of("Pad", x).longs(0, 0, 0, 0, 0, 0),
                of("Pad", longs(new long[] {2}, 1, 2)).longs(1, 1).constant(longs(SCALAR, 9)));
    }
}
