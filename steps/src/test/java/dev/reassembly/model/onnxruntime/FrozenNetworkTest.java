package dev.reassembly.model.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrozenNetworkTest {
    /** (x W, mask + 1) for a mask that the graph wants as floats and its feeder has as int64. */
    private static Graph product(Tensor weight) {
        return new Graph("product", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, -1L)), new ValueInfo("mask", ElementType.FLOAT, List.of(-1L))),
                List.of(new ValueInfo("y", ElementType.FLOAT, List.of(-1L, -1L)), new ValueInfo("z", ElementType.FLOAT, List.of(-1L))),
                List.of(new Node("one", "Add", List.of("mask", "unit"), List.of("z")), new Node("product", "MatMul", List.of("x", "w"), List.of("y"))),
                Map.of("w", weight, "unit", Tensor.ofFloats(List.of(1L), 1)));
    }

    private static final Tensor WEIGHT = Tensor.ofFloats(List.of(2L, 3L), 1, 2, 3, 10, 20, 30);

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.elements()];
        tensor.data().asFloatBuffer().get(values);
        return values;
    }

    @Test
    void givesTheOutputsInTheGraphsOrder() throws RefusedGraphException {
        try (FrozenNetwork network = FrozenNetwork.open(product(WEIGHT), 2)) {
            List<Tensor> outputs = network.run(Map.of("x", Tensor.ofFloats(List.of(2L, 2L), 1, 0, 1, 1), "mask", Tensor.ofLongs(List.of(2L), 4, 5)));
            assertThat(floats(outputs.get(0))).containsExactly(1, 2, 3, 11, 22, 33);
            assertThat(outputs.get(0).shape()).containsExactly(2L, 3L);
            assertThat(floats(outputs.get(1))).containsExactly(5, 6);
        }
    }

    @Test
    void refusesWhatDoesNotFitTheGraphAndGoesOn() throws RefusedGraphException {
        try (FrozenNetwork network = FrozenNetwork.open(product(WEIGHT), 1)) {
            Tensor mask = Tensor.ofLongs(List.of(1L), 0);
            assertThatThrownBy(() -> network.run(Map.of("x", Tensor.ofFloats(List.of(1L, 3L), 1, 2, 3), "mask", mask)))
                    .isInstanceOf(RefusedGraphException.class);
            assertThat(floats(network.run(Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 2, 0), "mask", mask)).get(0))).containsExactly(2, 4, 6);
        }
    }

    @Test
    void refusesOtherPrecisionsAndOperatorsThatTheRuntimeDoesNotHave() {
        Tensor doubles = new Tensor(ElementType.DOUBLE, List.of(2L, 1L), ByteBuffer.allocateDirect(16));
        assertThatThrownBy(() -> FrozenNetwork.open(product(doubles), 1)).isInstanceOf(RefusedGraphException.class).hasMessageContaining("DOUBLE");
        Graph foreign = new Graph("foreign", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L))),
                List.of(new ValueInfo("y", ElementType.FLOAT, List.of(-1L))),
                List.of(new Node("own", "com.example", "Own", List.of("x"), List.of("y"), Map.of())), Map.of());
        assertThatThrownBy(() -> FrozenNetwork.open(foreign, 1)).isInstanceOf(RefusedGraphException.class).hasMessageContaining("com.example");
    }
}
