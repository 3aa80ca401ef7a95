package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.normal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The trace tells type and shape of every tensor. */
class ShapeTraceTest {
    @Test
    void tellsInputsWeightsAndIntermediates() {
        Map<String, TracedTensor> traced = ShapeTrace.trace(Nets.convolutional(4, 6), Map.of("x", normal(3, 4, 6, 6)));
        assertThat(traced).hasSize(1 + 12 + 10)
                .containsEntry("x", new TracedTensor(ElementType.FLOAT, List.of(3L, 4L, 6L, 6L)))
                .containsEntry("conv.weight", new TracedTensor(ElementType.FLOAT, List.of(4L, 4L, 3L, 3L)))
                .containsEntry("half", new TracedTensor(ElementType.FLOAT, List.of()))
                .containsEntry("e", new TracedTensor(ElementType.FLOAT, List.of(3L, 4L, 1L, 1L)))
                .containsEntry("s", new TracedTensor(ElementType.INT64, List.of(4L)))
                .containsEntry("t", new TracedTensor(ElementType.INT64, List.of(2L)))
                .containsEntry("y", new TracedTensor(ElementType.FLOAT, List.of(3L, 5L)));
    }

    @Test
    void tracesARealEncoder() {
        Graph graph = OnnxReader.read(Path.of(System.getProperty("zoo"), "all-minilm-l6-v2.onnx"), "minilm");
        Map<String, TracedTensor> traced = ShapeTrace.trace(graph, RealNetworksTest.tokens(graph, 2, 9));
        for (Node node : graph.nodes()) {
            assertThat(traced).as(node.name()).containsKeys(node.outputs().toArray(String[]::new));
        }
        assertThat(traced.get(graph.outputs().get(0).name())).isEqualTo(
                new TracedTensor(ElementType.FLOAT, List.of(2L, 9L, 384L)));
        long attention = traced.values().stream().filter(t -> t.shape().equals(List.of(2L, 12L, 9L, 9L))).count();
        assertThat(attention).isGreaterThanOrEqualTo(6);
    }
}
