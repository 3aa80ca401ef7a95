package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.bytes;
import static dev.reassembly.model.run.OperatorCase.longs;
import static dev.reassembly.model.run.OperatorCase.map;
import static dev.reassembly.model.run.OperatorCase.normal;
import static dev.reassembly.model.run.OperatorCase.of;
import static dev.reassembly.model.run.OperatorCase.positive;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Poolings tap by tap, sampling by grids, and quantised numbers are what ONNX Runtime computes. */
class SamplingOperatorsTest {
    @ParameterizedTest
    @MethodSource({"tappedPoolings", "sampling", "nearest", "quantised"})
    void agreesWithTheOracle(OperatorCase example) throws Exception {
        example.check();
    }

    /** Poolings that the engine's own do not do. */
    static Stream<OperatorCase> tappedPoolings() {
        Tensor x = normal(2, 3, 9, 8);
        return Stream.of(of("MaxPool", x).ints("kernel_shape", 3, 2).ints("dilations", 2, 3),
                of("MaxPool", x).ints("kernel_shape", 3, 3).ints("dilations", 2, 1).ints("pads", 1, 1, 1, 1).ints("strides", 2, 2)
                        .with("ceil_mode", 1),
                of("MaxPool", x).ints("kernel_shape", 3, 3).ints("pads", 1, 1, 1, 1).ints("strides", 2, 2).outputs(2),
                of("MaxPool", x).ints("kernel_shape", 2, 2).ints("strides", 2, 2).with("storage_order", 1).outputs(2),
                of("AveragePool", x).ints("kernel_shape", 3, 2).ints("dilations", 2, 3).ints("pads", 1, 1, 1, 1),
                of("AveragePool", x).ints("kernel_shape", 3, 2).ints("dilations", 2, 3).ints("pads", 1, 1, 1, 1)
                        .with("count_include_pad", 1),
                of("LpPool", x).ints("kernel_shape", 3, 2).ints("strides", 2, 2),
                of("LpPool", x).ints("kernel_shape", 3, 2).ints("pads", 1, 0, 1, 1).with("p", 3),
                of("LpPool", x).ints("kernel_shape", 2, 2).ints("dilations", 2, 2).with("p", 1),
                of("MaxUnpool", normal(1, 1, 2, 2)).constant(longs(new long[] {1, 1, 2, 2}, 5, 7, 8, 15)).ints("kernel_shape", 2, 2)
                        .ints("strides", 2, 2));
    }

    static Stream<OperatorCase> sampling() {
        Tensor x = normal(2, 3, 4, 5);
        Stream<OperatorCase> grids = Stream.concat(grids(x, "linear"), grids(x, "cubic"));
        Tensor maps = normal(2, 2, 3);
        return Stream.concat(grids, Stream.of(of("AffineGrid", maps).longs(2, 1, 4, 3),
                of("AffineGrid", maps).longs(2, 1, 4, 3).with("align_corners", 1), of("AffineGrid", normal(1, 3, 4)).longs(1, 1, 2, 3, 4),
                of("GridSample", normal(1, 2, 3, 4, 3), map(new long[] {1, 2, 2, 2, 3}, (random, i) -> random.nextFloat() * 2 - 1))));
    }

    /** Apart from the others since the grid has no gradient. */
    static Stream<OperatorCase> nearest() {
        return grids(normal(2, 3, 4, 5), "nearest");
    }

    private static Stream<OperatorCase> grids(Tensor x, String mode) {
        Tensor grid = map(new long[] {2, 3, 2, 2}, (random, i) -> random.nextFloat() * 3 - 1.5f);
        return Stream.of("zeros", "border", "reflection").flatMap(p -> Stream.of(0, 1).map(c ->
                of("GridSample", x, grid).with("mode", mode).with("padding_mode", p).with("align_corners", c)));
    }

    static Stream<OperatorCase> quantised() {
        Tensor bytes = bytes(ElementType.UINT8, new long[] {2, 4}, 0, 3, 128, 255, 7, 1, 200, 90);
        Tensor signed = bytes(ElementType.INT8, new long[] {2, 4}, 0, 3, -128, 127, 7, 1, -20, 90);
        Tensor scales = Tensor.ofFloats(List.of(4L), 0.5f, 2, 0.1f, 1);
        return Stream.of(of("DequantizeLinear", bytes).number(0.3f), of("DequantizeLinear", signed).constant(scales),
                of("DequantizeLinear", bytes).constant(scales)
                        .constant(bytes(ElementType.UINT8, new long[] {4}, 128, 0, 3, 255)).with("axis", 1),
                of("DequantizeLinear", bytes).constant(positive(2, 2)).with("axis", 1).with("block_size", 2),
                of("QuantizeLinear", normal(2, 4)).number(0.02f).constant(bytes(ElementType.UINT8, new long[] {}, 128)),
                of("QuantizeLinear", normal(2, 4)).constant(scales).constant(bytes(ElementType.INT8, new long[] {4}, 0, 1, -2, 3)),
                of("QuantizeLinear", normal(2, 4)).number(0.01f));
    }
}
