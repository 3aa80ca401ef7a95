package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreshWeightsTest {
    private static final Set<Integer> LATE = Set.of(1);

    @Test
    void kernelsHaveTheVarianceThatTheirFanInAsksFor() {
        Graph drawn = FreshWeights.draw(network(), LATE, 1);
        // 64 inputs of 3 x 3 weights each: 2 / 576; products with 128 and 64 inputs: 1 / 128, 1 / 64.
        assertThat(variance(drawn, "b1/kernel")).isCloseTo(2.0 / 576, within(0.03 * 2.0 / 576));
        assertThat(variance(drawn, "b1/gemm")).isCloseTo(1.0 / 128, within(0.05 / 128));
        assertThat(variance(drawn, "b1/matmul")).isCloseTo(1.0 / 64, within(0.05 / 64));
        assertThat(variance(drawn, "b1/positions")).isCloseTo(0.02 * 0.02, within(0.05 * 0.02 * 0.02));
    }

    @Test
    void normalisationsAndBiasesAreNeutral() {
        Graph drawn = FreshWeights.draw(network(), LATE, 1);
        assertThat(values(drawn, "b1/bias")).containsOnly(0f);
        assertThat(values(drawn, "b1/scale")).containsOnly(1f);
        assertThat(values(drawn, "b1/shift")).containsOnly(0f);
        assertThat(values(drawn, "b1/mean")).containsOnly(0f);
        assertThat(values(drawn, "b1/variance")).containsOnly(1f);
        assertThat(values(drawn, "b1/decomposed")).containsOnly(1f);
    }

    @Test
    void otherBlocksMasksAndSettingsStay() {
        Graph before = network();
        Graph drawn = FreshWeights.draw(before, LATE, 1);
        for (String name : List.of("b0/kernel", "head/weight", "b1/mask", "b1/least")) {
            assertThat(drawn.initializers().get(name)).as(name).isSameAs(before.initializers().get(name));
        }
    }

    @Test
    void theSeedDecides() {
        assertThat(values(FreshWeights.draw(network(), LATE, 1), "b1/kernel")).isEqualTo(values(FreshWeights.draw(network(), LATE, 1), "b1/kernel"));
        assertThat(values(FreshWeights.draw(network(), LATE, 1), "b1/kernel")).isNotEqualTo(values(FreshWeights.draw(network(), LATE, 2), "b1/kernel"));
    }

    private static Graph network() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("b0/kernel", filled(64, 64, 3, 3));
        weights.put("b1/kernel", filled(64, 64, 3, 3));
        weights.put("b1/bias", filled(64));
        weights.put("b1/scale", filled(64));
        weights.put("b1/shift", filled(64));
        weights.put("b1/mean", filled(64));
        weights.put("b1/variance", filled(64));
        weights.put("b1/least", Tensor.ofFloats(List.of(), 0));
        weights.put("b1/gemm", filled(64, 128));
        weights.put("b1/matmul", filled(64, 128));
        weights.put("b1/decomposed", filled(128));
        weights.put("b1/positions", filled(49, 128));
        weights.put("b1/mask", Tensor.ofFloats(List.of(2L), 0, -1e9f));
        weights.put("head/weight", filled(128, 10));
        return new Graph("g", List.of(), List.of(), List.of(node("Conv", "a", "x", "b0/kernel"), node("Conv", "b", "a", "b1/kernel", "b1/bias"),
                node("BatchNormalization", "c", "b", "b1/scale", "b1/shift", "b1/mean", "b1/variance"), node("Clip", "d", "c", "b1/least"),
                new Node("e", "", "Gemm", List.of("d", "b1/gemm"), List.of("e"), Map.of("transB", new Attribute.Int(1))),
                node("MatMul", "f", "e", "b1/matmul"), node("Mul", "g", "f", "b1/decomposed"), node("Add", "h", "g", "b1/positions"),
                node("Add", "i", "h", "b1/mask"), node("MatMul", "logits", "i", "head/weight")), weights);
    }

    private static Node node(String operator, String output, String... inputs) {
        return new Node(output, operator, List.of(inputs), List.of(output));
    }

    private static Tensor filled(long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        Arrays.fill(values, 7);
        return Tensor.ofFloats(Arrays.stream(shape).boxed().toList(), values);
    }

    private static float[] values(Graph graph, String name) {
        FloatBuffer buffer = graph.initializers().get(name).data().asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static double variance(Graph graph, String name) {
        double sum = 0;
        float[] values = values(graph, name);
        for (float value : values) {
            sum += value * value; // the mean is zero
        }
        return sum / values.length;
    }
}
