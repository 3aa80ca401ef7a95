package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.probe.ProbeResult;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
    @Test
    void readsSeparableClassesWithoutError() {
        Random random = new Random(1);
        int[] labels = ProxyDraws.labels(random, 200, 4);
        float[] features = ProxyDraws.normal(random, 200 * 30);
        for (int i = 0; i < labels.length; i++) {
            features[i * 30 + 7 * labels[i]] += 12;
        }
        assertThat(LinearProbe.accuracy(features, 30, labels, 5, 3)).isEqualTo(1);
    }

    @Test
    void isAtChanceOnRandomLabelsHoweverManyChannels() {
        // A fit judged on its own samples would be near 1 for 400 channels.
        for (int channels : new int[] {10, 400}) {
            Random random = new Random(2);
            int right = 0;
            int draws = 10;
            for (int draw = 0; draw < draws; draw++) {
                int[] labels = new int[200];
                for (int i = 0; i < 200; i++) {
                    labels[i] = i % 2;
                }
                float[] features = ProxyDraws.normal(random, 200 * channels);
                right += Math.round(200 * LinearProbe.accuracy(features, channels, labels, 5, draw));
            }
            // 2,000 nearly independent coin flips: four standard errors are 0.045.
            assertThat(right / (200.0 * draws)).isBetween(0.455, 0.545);
        }
    }

    @Test
    void agreesWithRefittingEveryFold() {
        Random random = new Random(3);
        int samples = 60;
        int[] labels = ProxyDraws.labels(random, samples, 3);
        float[] features = ProxyDraws.normal(random, samples * 6);
        for (int i = 0; i < samples; i++) {
            features[i * 6 + labels[i]] += 2;
        }
        var x = ProxyDraws.matrix(features, samples, 6);
        var targets = new DMatrixRMaj(samples, 3);
        for (int i = 0; i < samples; i++) {
            targets.set(i, labels[i], 1);
        }
        double penalty = new ProxyRidge(features, samples, 6).bestPenalty(targets, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10);
        var residuals = NaiveRidge.heldOut(x, targets, penalty, ProxyFolds.stratified(labels, 4, 8));
        int right = 0;
        for (int i = 0; i < samples; i++) {
            double[] scores = new double[3];
            for (int k = 0; k < 3; k++) {
                scores[k] = targets.get(i, k) - residuals.get(i, k);
            }
            boolean largest = true;
            for (int k = 0; k < 3; k++) {
                largest &= scores[labels[i]] >= scores[k];
            }
            right += largest ? 1 : 0;
        }
        assertThat(LinearProbe.accuracy(features, 6, labels, 4, 8)).isEqualTo(right / 60.0).isBetween(0.4, 0.9);
    }

    /** Its memory grows with the square of their number. */
    @Test
    void usesTheFirstSamplesOfMany() {
        Random random = new Random(5);
        int many = LinearProbe.MOST + 100;
        int[] labels = ProxyDraws.labels(random, many, 2);
        float[] features = ProxyDraws.normal(random, many * 3);
        for (int i = 0; i < many; i++) {
            features[i * 3] += labels[i];
        }
        assertThat(LinearProbe.accuracy(features, 3, labels, 5, 1)).isEqualTo(LinearProbe.accuracy(Arrays.copyOf(features, LinearProbe.MOST * 3), 3,
                Arrays.copyOf(labels, LinearProbe.MOST), 5, 1)).isBetween(0.5, 0.9);
        ProbeResult probe = new ProbeResult("m", many, List.of(features), List.of(3), List.of(List.of()), 16, labels, List.of(1.0));
        ProbeResult first = probe.first(LinearProbe.MOST);
        assertThat(first.samples()).isEqualTo(LinearProbe.MOST);
        assertThat(first.features().get(0)).isEqualTo(Arrays.copyOf(features, LinearProbe.MOST * 3));
        assertThat(LinearProbe.accuracies(first, 5, 1)).isEqualTo(LinearProbe.accuracies(probe, 5, 1));
        assertThat(probe.first(many + 1).labels()).isEqualTo(labels);
    }

    @Test
    void givesEveryCutInOrder() {
        Random random = new Random(4);
        int[] labels = ProxyDraws.labels(random, 80, 2);
        float[] useless = ProxyDraws.normal(random, 80 * 3);
        float[] telling = ProxyDraws.normal(random, 80 * 5);
        for (int i = 0; i < 80; i++) {
            telling[i * 5] += 20 * labels[i];
        }
        ProbeResult probe = new ProbeResult("m", 80, List.of(useless, telling), List.of(3, 5), List.of(), 16, labels, List.of());
        List<Double> accuracies = LinearProbe.accuracies(probe, 5, 1);
        assertThat(accuracies.get(0)).isLessThan(0.75);
        assertThat(accuracies.get(1)).isEqualTo(1);
    }
}
