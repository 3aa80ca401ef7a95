package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.normal;
import static dev.reassembly.model.run.OperatorCase.of;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attributes that cannot be honoured are refused when the graph is loaded. */
class RefusedAttributesTest {
    @ParameterizedTest
    @MethodSource
    void isRefusedAtLoad(OperatorCase example) {
        String unknown = "node 'node': operator " + example.operator() + " (opset 17) is not supported";
        Graph graph = example.graph(Map.of());
        Graph older = new Graph(graph.name(), graph.inputs(), graph.outputs(),
                graph.nodes().stream().map(node -> node.withOpset(17)).toList(), graph.initializers());
        assertThatThrownBy(() -> NetworkLoader.load(older, Device.cpu()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(unknown).message().isNotEqualTo(unknown);
    }

    static Stream<OperatorCase> isRefusedAtLoad() {
        return Stream.of(of("GridSample", normal(1, 1, 2, 2), normal(1, 1, 1, 2)).with("mode", "bicubic"),
                of("GridSample", normal(1, 1, 2, 2), normal(1, 1, 1, 2)).with("padding_mode", "wrap"),
                of("ScatterND", normal(2)).longs(1, 1).feed(normal(1)).with("reduction", "mean"),
                of("ScatterElements", normal(2)).longs(1).feed(normal(1)).with("reduction", "mean"),
                of("QuantizeLinear", normal(2)).number(1).with("output_dtype", 5), of("BitShift").longs(1).longs(1).with("direction", "UP"),
                of("Conv", normal(1, 1, 5, 5), normal(1, 1, 2, 2)).with("auto_pad", "SAME"),
                of("Pad", normal(2)).longs(1, 1).with("mode", "mirror"), of("Gelu", normal(2)).with("approximate", "sigmoid"),
                of("Resize", normal(1, 1, 2, 2)).none().none().longs(1, 1, 4, 4)
                        .with("coordinate_transformation_mode", "tf_half_pixel_for_nn"),
                of("Resize", normal(1, 1, 2, 2)).none().none().longs(1, 1, 4, 4).with("mode", "area"),
                of("Resize", normal(1, 1, 2, 2)).none().none().longs(1, 1, 4, 4).with("keep_aspect_ratio_policy", "always"),
                of("BatchNormalization", normal(2, 2), normal(2), normal(2), normal(2), normal(2)).with("training_mode", 1),
                of("Einsum", normal(2, 2)).with("equation", "i...j...->i"),
                of("Cast", normal(2)).with("to", 8), of("Cast", normal(2)).with("to", 13));
    }
}
