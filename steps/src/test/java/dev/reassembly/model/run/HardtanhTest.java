package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clip of x times a weight of ones: the weight's gradient is x where the clip lets it through. */
class HardtanhTest {
    private static final float[] X = {-3, -0.5f, 0.25f, 5.75f, 6.5f, 1e30f};

    @Test
    void twoBounds() {
        check(0f, 6f, new float[] {0, 0, 0.25f, 5.75f, 6, 6}, new float[] {0, 0, 0.25f, 5.75f, 0, 0});
        check(-1f, 1f, new float[] {-1, -0.5f, 0.25f, 1, 1, 1}, new float[] {0, -0.5f, 0.25f, 0, 0, 0});
    }

    @Test
    void oneBound() {
        check(null, 6f, new float[] {-3, -0.5f, 0.25f, 5.75f, 6, 6}, new float[] {-3, -0.5f, 0.25f, 5.75f, 0, 0});
        check(0f, null, new float[] {0, 0, 0.25f, 5.75f, 6.5f, 1e30f}, new float[] {0, 0, 0.25f, 5.75f, 6.5f, 1e30f});
    }

    /** ONNX: where low is above high, everything is high. */
    @Test
    void crossedBounds() {
        check(2f, 1f, new float[] {1, 1, 1, 1, 1, 1}, null);
    }

    private static void check(Float low, Float high, float[] values, float[] gradient) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("w", Tensor.ofFloats(List.of(6L), 1, 1, 1, 1, 1, 1));
        List<String> inputs = new ArrayList<>(List.of("product", low == null ? "" : "low"));
        if (low != null) {
            weights.put("low", Tensor.ofFloats(List.of(), low));
        }
        if (high != null) {
            weights.put("high", Tensor.ofFloats(List.of(), high));
            inputs.add("high");
        }
        Graph graph = new Graph("clip", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(6L))), List.of(new ValueInfo("y", ElementType.FLOAT, List.of(6L))),
                List.of(new Node("product", "Mul", List.of("x", "w"), List.of("product")), new Node("clip", "Clip", inputs, List.of("y"))), weights);
        try (Network network = NetworkLoader.load(graph, Device.cpu()); NDManager scope = network.manager().newSubManager()) {
            network.setTrainable(List.of("w"));
            Map<String, NDArray> fed = Map.of("x", scope.create(X, new Shape(6)));
            assertThat(network.run(scope, fed, List.of("y"), Network.Mode.INFERENCE).get("y").toFloatArray()).containsExactly(values);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray y = network.run(scope, fed, List.of("y"), Network.Mode.TRAINING).get("y");
                assertThat(y.toFloatArray()).containsExactly(values);
                collector.backward(y.sum());
            }
            if (gradient != null) {
                // Not -0, which is 0 times a negative x.
                assertThat(network.gradient("w").get().add(0f).toFloatArray()).containsExactly(gradient);
            }
        }
    }
}
