package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
    /**
     * Views of a shape (Unsqueeze, Slice) must not outlive the Java memory under it: the garbage collector runs all the time,
     * and other buffers take the place of freed ones.
     */
    @Test
    void shapesKeepTheirValuesWhileTheCollectorRuns() throws InterruptedException {
        List<Node> nodes = new ArrayList<>();
        Map<String, Tensor> weights = Map.of("axis", Tensor.ofLongs(List.of(1L), 0), "rest", Tensor.ofLongs(List.of(1L), -1));
        String value = "x";
        for (int i = 0; i < 40; i++) {
            nodes.add(new Node("shape" + i, "", "Shape", List.of(value), List.of("s" + i), Map.of("start", new Attribute.Int(0),
                    "end", new Attribute.Int(1))));
            nodes.add(new Node("squeeze" + i, "Squeeze", List.of("s" + i, "axis"), List.of("q" + i)));
            nodes.add(new Node("unsqueeze" + i, "Unsqueeze", List.of("q" + i, "axis"), List.of("u" + i)));
            nodes.add(new Node("relu" + i, "Relu", List.of(value), List.of("r" + i)));
            nodes.add(new Node("concat" + i, "", "Concat", List.of("u" + i, "rest"), List.of("c" + i),
                    Map.of("axis", new Attribute.Int(0))));
            nodes.add(new Node("reshape" + i, "Reshape", List.of("r" + i, "c" + i), List.of("y" + i)));
            value = "y" + i;
        }
        Graph graph = new Graph("shapes", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, 6L))),
                List.of(new ValueInfo(value, ElementType.FLOAT, List.of(-1L, 6L))), nodes, weights);
        AtomicBoolean done = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!done.get()) {
                System.gc();
                for (int i = 0; i < 1_000; i++) {
                    ByteBuffer.allocateDirect(8).putLong(0, -7);
                }
            }
        });
        collector.start();
        try (Network network = NetworkLoader.load(graph, Device.cpu())) {
            for (int run = 0; run < 15; run++) {
                try (NDManager scope = network.manager().newSubManager()) {
                    Map<String, NDArray> inputs = Map.of("x", scope.ones(new Shape(3, 6)));
                    NDArray made = network.run(scope, inputs, List.of(value), Network.Mode.INFERENCE).get(value);
                    assertThat(made.getShape()).isEqualTo(new Shape(3, 6));
                }
            }
        } finally {
            done.set(true);
            collector.join();
        }
    }
}
