package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnxruntime.FrozenNetwork;
import dev.reassembly.model.onnxruntime.RefusedGraphException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinglePrecisionTest {
    private static Tensor halves(short... bits) {
        ByteBuffer data = ByteBuffer.allocateDirect(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short half : bits) {
            data.putShort(half);
        }
        return new Tensor(ElementType.FLOAT16, List.of((long) bits.length), data.rewind());
    }

    private static Tensor doubles(double... values) {
        ByteBuffer data = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            data.putDouble(value);
        }
        return new Tensor(ElementType.DOUBLE, List.of((long) values.length), data.rewind());
    }

    private static ValueInfo value(String name, ElementType type) {
        return new ValueInfo(name, type, List.of(2L));
    }

    /** y = (x + (1, -2)) * 0.5 in halves, then plus 0.1 in doubles; 1 is 0x3c00 in binary16, -2 is 0xc000. */
    @Test
    void aNetworkOfMixedTypesRunsInOne() throws RefusedGraphException {
        Graph mixed = new Graph("mixed", List.of(value("x", ElementType.FLOAT16)), List.of(value("y", ElementType.DOUBLE)), List.of(
                new Node("a", "Add", List.of("x", "w"), List.of("s")),
                new Node("b", "", "ConstantOfShape", List.of("n"), List.of("h"), Map.of("value", new Attribute.Constant(halves((short) 0x3800)))),
                new Node("c", "Mul", List.of("s", "h"), List.of("m")),
                new Node("d", "", "Cast", List.of("m"), List.of("wide"), Map.of("to", new Attribute.Int(ElementType.DOUBLE.onnxCode()))),
                new Node("e", "Add", List.of("wide", "tenth"), List.of("y"))),
                Map.of("w", halves((short) 0x3c00, (short) 0xc000), "n", Tensor.ofLongs(List.of(1L), 2), "tenth", doubles(0.1)));
        Graph single = SinglePrecision.of(mixed);
        assertThat(single.inputs()).containsExactly(value("x", ElementType.FLOAT));
        assertThat(single.outputs()).containsExactly(value("y", ElementType.FLOAT));
        assertThat(single.initializers().values()).extracting(Tensor::type).containsOnly(ElementType.FLOAT, ElementType.INT64);
        try (FrozenNetwork runtime = FrozenNetwork.open(single, 1)) {
            Tensor y = runtime.run(Map.of("x", Tensor.ofFloats(List.of(2L), 3, 4))).get(0);
            assertThat(y.toFloats()).containsExactly(2.1f, 1.1f);
        }
        try (Network engine = NetworkLoader.load(single, Device.cpu()); NDManager scope = engine.manager().newSubManager()) {
            assertThat(engine.run(scope, Map.of("x", scope.create(new float[] {3, 4}, new Shape(2))), List.of("y"), Network.Mode.INFERENCE).get("y")
                    .toFloatArray()).containsExactly(2.1f, 1.1f);
        }
    }

    @Test
    void aNetworkOfSinglePrecisionIsLeftAsItIs() {
        Graph graph = Nets.convolutional(4, 6);
        assertThat(SinglePrecision.of(graph)).isSameAs(graph);
    }
}
