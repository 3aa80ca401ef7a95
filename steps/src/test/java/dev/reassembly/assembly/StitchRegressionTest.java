package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.progress.Progress;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class StitchRegressionTest {
    private static final int SAMPLES = 60;

    @Test
    void agreesWithRefittingEveryPairAndFold() {
        Random random = new Random(1);
        int[] channels = {6, 9, 80};
        float[] first = ProxyDraws.normal(random, SAMPLES * 6);
        float[] second = ProxyDraws.image(random, first, 6, 9, 1);
        float[] third = ProxyDraws.image(random, first, 6, 80, 4);
        List<float[]> features = List.of(first, second, third);
        StitchRegressionScores scores = StitchRegression.fit(List.of(probe("a", List.of(first, second), 6, 9),
                probe("b", List.of(third), 80)), 4, 11, Progress.SILENT);
        List<int[]> folds = ProxyFolds.random(SAMPLES, 4, 11);
        int[][] places = {{0, 1}, {0, 2}, {1, 1}};
        for (int s = 0; s < 3; s++) {
            for (int t = 0; t < 3; t++) {
                double expected = naive(features.get(s), channels[s], features.get(t), channels[t], folds);
                assertThat(scores.lookup(places[s][0], places[s][1], places[t][0], places[t][1]))
                        .as("%d to %d", s, t).isCloseTo(expected, within(1e-4));
            }
        }
    }

    @Test
    void knowsDirectionsAndNoise() {
        Random random = new Random(2);
        float[] wide = ProxyDraws.normal(random, SAMPLES * 10);
        float[] narrow = ProxyDraws.image(random, wide, 10, 2, 0);
        float[] noise = ProxyDraws.normal(random, SAMPLES * 5);
        StitchRegressionScores scores = StitchRegression.fit(List.of(probe("m", List.of(wide, narrow, noise), 10, 2, 5)), 5, 3,
                Progress.SILENT);
        assertThat(scores.lookup(0, 1, 0, 2)).isGreaterThan(0.999);
        assertThat(scores.lookup(0, 2, 0, 1)).isBetween(0.05, 0.5);
        assertThat(scores.lookup(0, 1, 0, 3)).isLessThan(0.05);
        assertThatThrownBy(() -> scores.lookup(0, 0, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesTheCutThatDoesNotVary() {
        assertThatThrownBy(() -> StitchRegression.fit(List.of(probe("m", List.of(new float[SAMPLES * 2]), 2)), 5, 3,
                Progress.SILENT)).isInstanceOf(InvalidInputException.class).hasMessageContaining("model m, cut 1");
    }

    private static double naive(float[] source, int channelsIn, float[] target, int channelsOut, List<int[]> folds) {
        DMatrixRMaj x = ProxyDraws.matrix(source, SAMPLES, channelsIn);
        DMatrixRMaj y = ProxyDraws.matrix(target, SAMPLES, channelsOut);
        double[] mean = new double[channelsOut];
        for (int i = 0; i < y.data.length; i++) {
            mean[i % channelsOut] += y.data[i] / SAMPLES;
        }
        double total = 0;
        for (int i = 0; i < y.data.length; i++) {
            total += Math.pow(y.data[i] - mean[i % channelsOut], 2);
        }
        double scale = scale(x);
        double least = Double.POSITIVE_INFINITY;
        for (double multiple : new double[] {1e-2, 1e-1, 1}) {
            double error = 0;
            for (double residual : NaiveRidge.heldOut(x, y, multiple * scale, folds).data) {
                error += residual * residual;
            }
            least = Math.min(least, error);
        }
        return 1 - least / total;
    }

    /** The summed variance over the number of directions in which the features vary: channels, or samples less one. */
    private static double scale(DMatrixRMaj x) {
        double sum = 0;
        for (int c = 0; c < x.numCols; c++) {
            double mean = 0;
            for (int i = 0; i < x.numRows; i++) {
                mean += x.get(i, c) / x.numRows;
            }
            for (int i = 0; i < x.numRows; i++) {
                sum += Math.pow(x.get(i, c) - mean, 2);
            }
        }
        return sum / Math.min(x.numCols, x.numRows - 1);
    }

    private static ProbeResult probe(String model, List<float[]> features, Integer... channels) {
        return new ProbeResult(model, SAMPLES, features, List.of(channels), List.of(), 16, new int[SAMPLES], List.of());
    }
}
