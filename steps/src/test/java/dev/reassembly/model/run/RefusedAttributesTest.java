package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.normal;
import static dev.reassembly.model.run.OperatorCase.of;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.reassembly.failure.InvalidInputException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attributes that cannot be honoured are refused when the graph is loaded. */
class RefusedAttributesTest {
    @ParameterizedTest
    @MethodSource
    void isRefusedAtLoad(OperatorCase example) {
        String unknown = "node 'node': operator " + example.operator() + " (opset 21) is not supported";
        assertThatThrownBy(() -> NetworkLoader.load(example.graph(Map.of()), Device.cpu()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(unknown).message().isNotEqualTo(unknown);
    }

    static Stream<OperatorCase> isRefusedAtLoad() {
        return Stream.of(of("MaxPool", normal(1, 1, 5, 5)).ints("kernel_shape", 2, 2).ints("dilations", 2, 2),
                of("AveragePool", normal(1, 1, 5, 5)).ints("kernel_shape", 2, 2).ints("dilations", 1, 2),
                of("MaxPool", normal(1, 1, 5, 5)).ints("kernel_shape", 2, 2).outputs(2),
                of("Conv", normal(1, 1, 5, 5), normal(1, 1, 2, 2)).with("auto_pad", "SAME"),
                of("Pad", normal(2)).longs(1, 1).with("mode", "mirror"), of("Gelu", normal(2)).with("approximate", "sigmoid"),
                of("Resize", normal(1, 1, 2, 2)).none().none().longs(1, 1, 4, 4)
                        .with("coordinate_transformation_mode", "tf_crop_and_resize"),
                of("Resize", normal(1, 1, 2, 2)).none().none().longs(1, 1, 4, 4).with("mode", "area"),
                of("Resize", normal(1, 1, 2, 2)).none().none().longs(1, 1, 4, 4).with("antialias", 1),
                of("BatchNormalization", normal(2, 2), normal(2), normal(2), normal(2), normal(2)).with("training_mode", 1),
                of("Einsum", normal(2, 2)).with("equation", "...i->i"), of("Einsum", normal(2, 2)).with("equation", "ii->i"),
                of("Cast", normal(2)).with("to", 8), of("Cast", normal(2)).with("to", 13));
    }
}
