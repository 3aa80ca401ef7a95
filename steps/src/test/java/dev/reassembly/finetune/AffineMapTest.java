package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AffineMapTest {
    private static final int N = 60;
    private static final int A = 5;
    private static final int B = 3;
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Random random = new Random(8);
    private final double[][] x = new double[N][A];
    private final double[][] y = new double[N][B];

    AffineMapTest() {
        for (int n = 0; n < N; n++) {
            for (int i = 0; i < A; i++) {
                // Means far from zero and unequal scales: centring and the penalty's scale matter.
                x[n][i] = (float) (50 + (1 + i) * random.nextGaussian());
            }
            for (int j = 0; j < B; j++) {
                y[n][j] = (float) (x[n][j] - 2 * x[n][j + 1] + 7 * j + 0.5 * random.nextGaussian());
            }
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** In two parts, with rows in between that don't count and hold no numbers. */
    private NormalEquations moments() {
        NormalEquations equations = new NormalEquations(manager, A, B);
        for (int part = 0; part < 2; part++) {
            float[] xs = new float[(N / 2 + 3) * A];
            float[] ys = new float[(N / 2 + 3) * B];
            float[] kept = new float[N / 2 + 3];
            Arrays.fill(xs, Float.NaN);
            Arrays.fill(ys, Float.POSITIVE_INFINITY);
            for (int n = 0; n < N / 2; n++) {
                int row = n < 10 ? n : n + 3;
                kept[row] = 1;
                for (int i = 0; i < A; i++) {
                    xs[row * A + i] = (float) x[part * N / 2 + n][i];
                }
                for (int j = 0; j < B; j++) {
                    ys[row * B + j] = (float) y[part * N / 2 + n][j];
                }
            }
            equations.add(manager.create(xs, new Shape(N / 2 + 3, A)), manager.create(ys, new Shape(N / 2 + 3, B)),
                    manager.create(kept, new Shape(N / 2 + 3, 1)));
        }
        return equations;
    }

    /** The ridge solution by Gaussian elimination on centred data, penalty times the mean sum of squares of a channel. */
    private double[][] naive(double relative) {
        double[] meanX = new double[A];
        double[] meanY = new double[B];
        for (int n = 0; n < N; n++) {
            for (int i = 0; i < A; i++) {
                meanX[i] += x[n][i] / N;
            }
            for (int j = 0; j < B; j++) {
                meanY[j] += y[n][j] / N;
            }
        }
        double[][] system = new double[A][A + B];
        double trace = 0;
        for (int i = 0; i < A; i++) {
            for (int n = 0; n < N; n++) {
                for (int k = 0; k < A; k++) {
                    system[i][k] += (x[n][i] - meanX[i]) * (x[n][k] - meanX[k]);
                }
                for (int j = 0; j < B; j++) {
                    system[i][A + j] += (x[n][i] - meanX[i]) * (y[n][j] - meanY[j]);
                }
            }
            trace += system[i][i];
        }
        for (int i = 0; i < A; i++) {
            system[i][i] += relative * trace / A;
        }
        for (int i = 0; i < A; i++) {
            for (int k = 0; k < A; k++) {
                double factor = k == i ? 0 : system[k][i] / system[i][i];
                for (int c = i; c < A + B; c++) {
                    system[k][c] -= factor * system[i][c];
                }
            }
        }
        double[][] solution = new double[A + 1][B];
        for (int j = 0; j < B; j++) {
            solution[A][j] = meanY[j];
            for (int i = 0; i < A; i++) {
                solution[i][j] = system[i][A + j] / system[i][i];
                solution[A][j] -= solution[i][j] * meanX[i];
            }
        }
        return solution;
    }

    /** With so few examples that nothing could be held out, or nothing that varies, no penalty can be told to be better than another. */
    @Test
    void whereNothingJudgesThePenaltyItIsTheLargest() {
        try (NormalEquations fitted = moments(); NormalEquations none = new NormalEquations(manager, A, B);
                NormalEquations constant = new NormalEquations(manager, A, B)) {
            constant.add(manager.ones(new Shape(4, A)), manager.ones(new Shape(4, B)), null);
            assertThat(RidgeChoice.of(fitted.moments(), fitted.moments()).explained()).isBetween(0.9, 1.0);
            for (NormalEquations held : List.of(none, constant)) {
                assertThat(RidgeChoice.of(fitted.moments(), held.moments())).isEqualTo(new RidgeChoice(1, Double.NaN));
            }
        }
    }

    @Test
    void isTheRidgeSolutionAndKnowsItsError() {
        for (double relative : new double[] {1e-5, 1e-2, 1}) {
            try (NormalEquations equations = moments()) {
                NormalEquations.Moments moments = equations.moments();
                assertThat(moments.rows()).isEqualTo(N);
                AffineMap map = AffineMap.ridge(moments, relative);
                double[][] expected = naive(relative);
                double error = 0;
                double variation = 0;
                for (int j = 0; j < B; j++) {
                    for (int i = 0; i < A; i++) {
                        assertThat(map.weight().get(i, j)).isCloseTo(expected[i][j], within(1e-8));
                    }
                    assertThat(map.bias()[j]).isCloseTo(expected[A][j], within(1e-6));
                    double mean = 0;
                    for (int n = 0; n < N; n++) {
                        mean += y[n][j] / N;
                    }
                    for (int n = 0; n < N; n++) {
                        double prediction = expected[A][j];
                        for (int i = 0; i < A; i++) {
                            prediction += x[n][i] * expected[i][j];
                        }
                        error += (y[n][j] - prediction) * (y[n][j] - prediction);
                        variation += (y[n][j] - mean) * (y[n][j] - mean);
                    }
                }
                assertThat(map.squaredError(moments)).isCloseTo(error, within(1e-6 * error));
                assertThat(map.explained(moments)).isCloseTo(1 - error / variation, within(1e-8));
            }
        }
    }

    @Test
    void survivesConstantChannels() {
        for (double[] row : x) {
            row[2] = 4;
        }
        try (NormalEquations equations = moments()) {
            AffineMap map = AffineMap.ridge(equations.moments(), 1e-5);
            assertThat(map.weight().data).doesNotContain(Double.NaN);
            assertThat(map.weight().get(2, 0)).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void sumsOfPartsAreTheSumOfTheWhole() {
        try (NormalEquations once = moments(); NormalEquations other = moments()) {
            once.add(other);
            NormalEquations.Moments twice = once.moments();
            NormalEquations.Moments single = other.moments();
            assertThat(twice.rows()).isEqualTo(2 * single.rows());
            assertThat(twice.variation()).isCloseTo(2 * single.variation(), within(1e-6 * single.variation()));
        }
    }
}
