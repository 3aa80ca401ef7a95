package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Example;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final MemoryDataset LETTERS = MemoryDataset.letters(10, 400);

    /** The toy text network in double precision, one letter at a time. */
    private static double[] naive(Map<String, Tensor> weights, String text) {
        double[] pooled = new double[6];
        for (char letter : text.toCharArray()) {
            double[] token = new double[8];
            for (int c = 0; c < 8; c++) {
                token[c] = weights.get("b0/embedding").data().asFloatBuffer().get((letter - 'a' + 1) * 8 + c);
            }
            double[] hidden = affine(weights, "b1/", affine(weights, "s1/", token));
            for (int c = 0; c < 6; c++) {
                pooled[c] += Math.tanh(hidden[c]) / text.length();
            }
        }
        return affine(weights, "head/", pooled);
    }

    private static double[] affine(Map<String, Tensor> weights, String prefix, double[] x) {
        Tensor weight = weights.get(prefix + "weight");
        double[] y = new double[weight.shape().get(1).intValue()];
        for (int j = 0; j < y.length; j++) {
            y[j] = weights.get(prefix + "bias").data().asFloatBuffer().get(j);
            for (int i = 0; i < x.length; i++) {
                y[j] += x[i] * weight.data().asFloatBuffer().get(i * y.length + j);
            }
        }
        return y;
    }

    @Test
    void logitsLossAndMetricAreThoseOfTheNetworkForAnyBatchSize() {
        Composition composition = ToyNetworks.texts();
        try (Network network = NetworkLoader.load(composition.graph(), Device.cpu())) {
            for (int batchSize : new int[] {1, 7, 64, 1000}) {
                Evaluation evaluation = new Evaluator(network, TaskMetric.ACCURACY, 2)
                        .evaluate(LETTERS, Split.VALIDATION, new ToyPreprocessor(), composition.roles(), batchSize);
                List<Example> examples = LETTERS.splits().get(Split.VALIDATION).stream()
                        .sorted(Comparator.comparing(Example::id)).toList();
                assertThat(evaluation.ids()).isEqualTo(examples.stream().map(Example::id).toList());
                double loss = 0;
                int right = 0;
                for (int i = 0; i < examples.size(); i++) {
                    double[] logits = naive(composition.graph().initializers(), ((Example.Text) examples.get(i).content())
                            .text());
                    int label = examples.get(i).label();
                    assertThat(evaluation.labels()[i]).isEqualTo(label);
                    assertThat((double) evaluation.logits()[i][0]).isCloseTo(logits[0], within(1e-5));
                    assertThat((double) evaluation.logits()[i][1]).isCloseTo(logits[1], within(1e-5));
                    loss += Math.log(Math.exp(logits[0]) + Math.exp(logits[1])) - logits[label];
                    right += logits[label] > logits[1 - label] ? 1 : 0;
                }
                assertThat(evaluation.loss()).isCloseTo(loss / examples.size(), within(1e-5));
                assertThat(evaluation.metric()).isCloseTo(right / 400.0, within(1e-12));
                assertThat(evaluation.confusion().total()).isEqualTo(400);
            }
        }
    }
}
