package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class ReplaceOneTest {
    private static final int SAMPLES = 120;
    private static final int CHANNELS = 5;
    private static final int[] LABELS = ProxyDraws.labels(new Random(1), SAMPLES, 3);

    private static float[] separable() {
        float[] features = ProxyDraws.normal(new Random(2), SAMPLES * CHANNELS);
        for (int i = 0; i < SAMPLES; i++) {
            features[i * CHANNELS + LABELS[i]] += 3;
        }
        return features;
    }

    /** Against predictions of regressions that are refitted for every fold. */
    @Test
    void isTheAccuracyLostByPredictedFeatures() {
        float[] own = separable();
        float[] other = ProxyDraws.image(new Random(3), own, CHANNELS, 4, 4);
        DMatrixRMaj target = ProxyDraws.matrix(own, SAMPLES, CHANNELS);
        double penalty = new ProxyRidge(other, SAMPLES, 4).bestPenalty(target, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10);
        DMatrixRMaj residuals = NaiveRidge.heldOut(ProxyDraws.matrix(other, SAMPLES, 4), target, penalty, ProxyFolds.random(SAMPLES, 5, 7));
        float[] predicted = new float[own.length];
        for (int i = 0; i < own.length; i++) {
            predicted[i] = (float) (own[i] - residuals.data[i]);
        }
        double expected = LinearProbe.accuracy(own, CHANNELS, LABELS, 5, 7) - LinearProbe.accuracy(predicted, CHANNELS, LABELS, 5, 7);
        assertThat(expected).isPositive();
        assertThat(ReplaceOne.loss(own, CHANNELS, other, 4, LABELS, 5, 7)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void noiseLosesAllButChanceAndALinearImageNothing() {
        float[] own = separable();
        double accuracy = LinearProbe.accuracy(own, CHANNELS, LABELS, 5, 7);
        float[] image = ProxyDraws.image(new Random(4), own, CHANNELS, 9, 0);
        assertThat(ReplaceOne.loss(own, CHANNELS, image, 9, LABELS, 5, 7)).isCloseTo(0, within(0.03));
        float[] noise = ProxyDraws.normal(new Random(5), SAMPLES * 6);
        assertThat(ReplaceOne.loss(own, CHANNELS, noise, 6, LABELS, 5, 7)).isCloseTo(accuracy - 1.0 / 3, within(0.16));
    }
}
