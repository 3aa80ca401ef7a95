package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.probe.MiniLm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyGradientsTest {
    @Test
    void areThoseOfASoftmaxRegressionDoneByHand() {
        float[][] x = {{1, 2}, {-1, 0.5f}, {0, 3}};
        int[] y = {0, 2, 1};
        float[] w = {0.5f, -1, 0.2f, 0.1f, 0.3f, -0.4f};
        float[] b = {0.1f, 0, -0.2f};
        double[] gradient = new double[6];
        double[] biasGradient = new double[3];
        for (int i = 0; i < 3; i++) {
            double[] scores = new double[3];
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                scores[k] = Math.exp(x[i][0] * w[k] + x[i][1] * w[3 + k] + b[k]);
                sum += scores[k];
            }
            for (int k = 0; k < 3; k++) {
                double error = (scores[k] / sum - (y[i] == k ? 1 : 0)) / 3;
                gradient[k] += x[i][0] * error;
                gradient[3 + k] += x[i][1] * error;
                biasGradient[k] += error;
            }
        }
        double norm = 0;
        double biasNorm = 0;
        double saliency = 0;
        for (int j = 0; j < 6; j++) {
            norm += gradient[j] * gradient[j];
            saliency += Math.abs(gradient[j] * w[j]);
        }
        for (int k = 0; k < 3; k++) {
            biasNorm += biasGradient[k] * biasGradient[k];
            saliency += Math.abs(biasGradient[k] * b[k]);
        }
        Graph graph = ProxyNets.graph(2, List.of(new Node("g", "Gemm", List.of("x", "w", "b"), List.of("logits"))),
                Map.of("w", Tensor.ofFloats(List.of(2L, 3L), w), "b", Tensor.ofFloats(List.of(3L), b)));
        Batch batch = ProxyNets.batch(x, y);
        try (Network network = NetworkLoader.load(graph, Device.cpu())) {
            List<ProxyScore> first = ProxyGradients.score(network, ProxyNets.ROLES, "logits", batch);
            assertThat(first.get(0).name()).isEqualTo("grad-norm");
            assertThat(first.get(0).value()).isCloseTo(Math.sqrt(norm) + Math.sqrt(biasNorm), within(1e-6));
            assertThat(first.get(1).name()).isEqualTo("snip");
            assertThat(first.get(1).value()).isCloseTo(saliency, within(1e-6));
            // Gradients of the first pass must not leak into the second.
            assertThat(ProxyGradients.score(network, ProxyNets.ROLES, "logits", batch)).isEqualTo(first);
        }
    }

    @Test
    void synFlowIsTheFlowOfATwoLayerNetDoneByHand() {
        // |W| = (1 2; 3 4), ReLU6, |V| = (1; 5): R = (1+3)·1 + (2+4)·5 = 34, and each layer's flow is R.
        Graph graph = ProxyNets.graph(2, List.of(new Node("m0", "MatMul", List.of("x", "w"), List.of("pre")),
                new Node("relu6", "Clip", List.of("pre", "zero", "one"), List.of("post")),
                new Node("m1", "MatMul", List.of("post", "v"), List.of("logits"))),
                Map.of("w", Tensor.ofFloats(List.of(2L, 2L), -1, 2, 3, -4), "v", Tensor.ofFloats(List.of(2L, 1L), -1, 5),
                        "zero", Tensor.ofFloats(List.of(), 0), "one", Tensor.ofFloats(List.of(), 1)));
        assertThat(SynFlow.isDefined(graph)).isTrue();
        assertThat(SynFlow.score(graph, Device.cpu(), 1, 2).value()).isCloseTo(Math.log10(2 * 34), within(1e-6));
    }

    @Test
    void synFlowRefusesATransformerByName() {
        Graph graph = MiniLm.graph();
        assertThat(SynFlow.isDefined(graph)).isFalse();
        assertThatThrownBy(() -> SynFlow.score(graph, Device.cpu(), 1, 8)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("synflow is not defined");
    }
}
