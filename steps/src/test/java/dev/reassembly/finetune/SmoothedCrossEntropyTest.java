package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Value and gradient against the definition in double precision. */
class SmoothedCrossEntropyTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.9})
    void valueAndGradientFollowTheDefinition(double smoothing) {
        int n = 5;
        int classes = 4;
        int[] labels = {3, 0, 1, 1, 2};
        Random random = new Random(2);
        float[] logits = new float[n * classes];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (8 * random.nextGaussian());
        }
        double expected = 0;
        double[] gradient = new double[logits.length];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(logits[i * classes + k]);
            }
            for (int k = 0; k < classes; k++) {
                double target = smoothing / classes + (labels[i] == k ? 1 - smoothing : 0);
                expected -= target * (logits[i * classes + k] - Math.log(sum)) / n;
                gradient[i * classes + k] = (Math.exp(logits[i * classes + k]) / sum - target) / n;
            }
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray x = manager.create(logits, new Shape(n, classes));
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray loss = new SmoothedCrossEntropy(smoothing).loss(x, labels);
                assertThat((double) loss.getFloat()).isCloseTo(expected, within(1e-5 * expected));
                collector.backward(loss);
            }
            float[] actual = x.getGradient().toFloatArray();
            for (int i = 0; i < gradient.length; i++) {
                assertThat((double) actual[i]).isCloseTo(gradient[i], within(1e-6));
            }
        }
    }
}
