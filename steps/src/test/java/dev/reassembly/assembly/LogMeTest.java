package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogMeTest {
    @ParameterizedTest(name = "{0} samples, {1} channels")
    @CsvSource({"40, 5", "30, 12", "20, 35"})
    void isTheLargestEvidenceThatTheDenseFormulaReaches(int samples, int channels) {
        Random random = new Random(5);
        int classes = 3;
        int[] labels = ProxyDraws.labels(random, samples, classes);
        float[] features = ProxyDraws.normal(random, samples * channels);
        for (int i = 0; i < samples; i++) {
            features[i * channels + labels[i]] += 2;
        }
        double expected = 0;
        for (int k = 0; k < classes; k++) {
            expected += largestEvidence(ProxyDraws.matrix(features, samples, channels), labels, k) / classes;
        }
        assertThat(LogMe.score(features, channels, labels).value()).isCloseTo(expected, within(1e-4));
    }

    @Test
    void prefersTheFeaturesThatTellMore() {
        Random random = new Random(6);
        int[] labels = ProxyDraws.labels(random, 100, 2);
        double last = Double.NEGATIVE_INFINITY;
        for (double strength : new double[] {0, 1, 3, 9}) {
            Random same = new Random(7);
            float[] features = ProxyDraws.normal(same, 100 * 10);
            for (int i = 0; i < 100; i++) {
                features[i * 10] += strength * labels[i];
            }
            double score = LogMe.score(features, 10, labels).value();
            assertThat(score).isGreaterThan(last);
            last = score;
        }
    }

    /** Maximises over log alpha and log beta by a grid that is made finer around its best point. */
    private static double largestEvidence(DMatrixRMaj f, int[] labels, int k) {
        double a = 0;
        double b = 0;
        double best = evidence(f, labels, k, 1, 1);
        for (double step = 2; step > 1e-4; step /= 2) {
            boolean improved = true;
            while (improved) {
                improved = false;
                for (int da = -1; da <= 1; da++) {
                    for (int db = -1; db <= 1; db++) {
                        double value = evidence(f, labels, k, Math.exp(a + da * step), Math.exp(b + db * step));
                        if (value > best + 1e-12) {
                            best = value;
                            a += da * step;
                            b += db * step;
                            improved = true;
                        }
                    }
                }
            }
        }
        return best;
    }

    /** Equation 2 of the paper over n, with explicit A, its inverse and its determinant. */
    private static double evidence(DMatrixRMaj f, int[] labels, int k, double alpha, double beta) {
        int n = f.numRows;
        int d = f.numCols;
        DMatrixRMaj y = new DMatrixRMaj(n, 1);
        for (int i = 0; i < n; i++) {
            y.set(i, 0, labels[i] == k ? 1 : 0);
        }
        DMatrixRMaj a = new DMatrixRMaj(d, d);
        CommonOps_DDRM.multTransA(beta, f, f, a);
        for (int i = 0; i < d; i++) {
            a.add(i, i, alpha);
        }
        DMatrixRMaj right = new DMatrixRMaj(d, 1);
        CommonOps_DDRM.multTransA(beta, f, y, right);
        DMatrixRMaj m = new DMatrixRMaj(d, 1);
        CommonOps_DDRM.solve(a, right, m);
        DMatrixRMaj residual = y.copy();
        CommonOps_DDRM.multAdd(-1, f, m, residual);
        double value = n / 2.0 * Math.log(beta) + d / 2.0 * Math.log(alpha) - n / 2.0 * Math.log(2 * Math.PI)
                - beta / 2 * CommonOps_DDRM.dot(residual, residual) - alpha / 2 * CommonOps_DDRM.dot(m, m)
                - 0.5 * Math.log(CommonOps_DDRM.det(a));
        return value / n;
    }
}
