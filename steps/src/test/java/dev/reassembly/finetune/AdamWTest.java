package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The update against the published formula in double precision. */
class AdamWTest {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    /** The formula of Loshchilov and Hutter, element by element. */
    private static final class Naive {
        final double[] w;
        final double[] m;
        final double[] v;
        final double rate;
        final double decay;

        Naive(float[] start, double rate, double decay) {
            w = new double[start.length];
            for (int i = 0; i < w.length; i++) {
                w[i] = start[i];
            }
            m = new double[w.length];
            v = new double[w.length];
            this.rate = rate;
            this.decay = decay;
        }

        void step(double[] g, int t, double schedule) {
            double eta = rate * schedule;
            for (int i = 0; i < w.length; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                double first = m[i] / (1 - Math.pow(0.9, t));
                double second = v[i] / (1 - Math.pow(0.999, t));
                w[i] = w[i] - eta * decay * w[i] - eta * first / (Math.sqrt(second) + 1e-8);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, 1.0})
    void followsTheFormulaOverTwentySteps(double clip) {
        Random random = new Random(5);
        // More than one slice of the parallel loop, and an odd rest.
        float[] a0 = normal(random, 70_001);
        float[] b0 = normal(random, 3);
        NDArray a = parameter(a0, new Shape(70_001));
        NDArray b = parameter(b0, new Shape(3));
        Naive naiveA = new Naive(a0, 1e-2, 0.05);
        Naive naiveB = new Naive(b0, 3e-2, 0);
        WarmupCosine schedule = new WarmupCosine(20, 0.2);
        try (AdamW adamW = adamW(List.of(new ParameterGroup(List.of("a"), 1e-2, 0.05),
                new ParameterGroup(List.of("b"), 3e-2, 0)), Map.of("a", a, "b", b), clip)) {
            for (int t = 1; t <= 20; t++) {
                // Tiny gradients too: there epsilon and the bias correction decide.
                double size = t % 3 == 0 ? 1e-7 : 0.02;
                double[] ga = gradient(random, a0.length, size);
                double[] gb = gradient(random, b0.length, size);
                double norm = Math.sqrt(squares(ga) + squares(gb));
                double scale = Math.min(1, clip / norm);
                backward(List.of(a, b), List.of(ga, gb));
                assertThat(adamW.step(schedule.factor(t - 1))).isCloseTo(norm, within(1e-6 * norm));
                naiveA.step(scaled(ga, scale), t, schedule.factor(t - 1));
                naiveB.step(scaled(gb, scale), t, schedule.factor(t - 1));
                forget(a, b);
            }
            assertThat(adamW.steps()).isEqualTo(20);
        }
        assertClose(a.toFloatArray(), naiveA.w);
        assertClose(b.toFloatArray(), naiveB.w);
    }

    /** As an embedding's: rows without a gradient, at first, for a while or always, get the very bits of the formula in single precision, resumed or not. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05})
    void rowsWithoutGradientFollowTheFormulaInEveryBit(double decay) {
        int rows = 300;
        int row = 700;
        Random random = new Random(6);
        float[] w = normal(random, rows * row);
        float[] m = new float[w.length];
        float[] v = new float[w.length];
        NDArray weight = parameter(w, new Shape(rows, row));
        List<ParameterGroup> groups = List.of(new ParameterGroup(List.of("w"), 1e-2, decay));
        AdamW adamW = adamW(groups, Map.of("w", weight), Double.POSITIVE_INFINITY);
        for (int t = 1; t <= 6; t++) {
            double[] g = new double[w.length];
            for (int i = 0; i < 40; i++) {
                int drawn = random.nextInt(rows / 3) + (t > 3 ? rows / 3 : 0);
                System.arraycopy(gradient(random, row, 0.02), 0, g, drawn * row, row);
            }
            backward(List.of(weight), List.of(g));
            adamW.step(1);
            AdamW.Correction correction = AdamW.Correction.at(t);
            for (int i = 0; i < w.length; i++) {
                float x = (float) g[i];
                m[i] = (float) 0.9 * m[i] + (float) (1 - 0.9) * x;
                v[i] = (float) 0.999 * v[i] + (float) (1 - 0.999) * x * x;
                w[i] = w[i] * (float) (1 - 1e-2 * decay) - (float) (1e-2 * correction.rate()) * m[i] / ((float) Math.sqrt(v[i]) + correction.epsilon());
            }
            assertThat(weight.toFloatArray()).as("step " + t).isEqualTo(w);
            forget(weight);
            if (t == 4) {
                AdamW next = adamW(groups, Map.of("w", weight), Double.POSITIVE_INFINITY);
                adamW.moments().forEach((name, moment) -> next.moments().get(name).set(moment.toFloatArray()));
                next.resumeAt(4);
                adamW.close();
                adamW = next;
            }
        }
        adamW.close();
    }

    /** A group that rests for three updates neither moves nor decays, and its bias correction begins with its own first update. */
    @Test
    void aRestingGroupBeginsAnewWhenItWakes() {
        Random random = new Random(4);
        float[] a0 = normal(random, 40);
        float[] b0 = normal(random, 30);
        NDArray a = parameter(a0, new Shape(40));
        NDArray b = parameter(b0, new Shape(30));
        Naive naiveA = new Naive(a0, 1e-2, 0.05);
        Naive naiveB = new Naive(b0, 3e-2, 0.1);
        try (AdamW adamW = adamW(List.of(new ParameterGroup(List.of("a"), 1e-2, 0.05),
                new ParameterGroup(List.of("b"), 3e-2, 0.1, 3)), Map.of("a", a, "b", b), Double.POSITIVE_INFINITY)) {
            for (int t = 1; t <= 8; t++) {
                double[] ga = gradient(random, 40, 0.02);
                double[] gb = gradient(random, 30, 0.02);
                backward(t > 3 ? List.of(a, b) : List.of(a), List.of(ga, gb).subList(0, t > 3 ? 2 : 1));
                adamW.step(1);
                forget(a, b);
                naiveA.step(ga, t, 1);
                if (t > 3) {
                    naiveB.step(gb, t - 3, 1);
                } else {
                    assertThat(b.toFloatArray()).containsExactly(b0);
                }
            }
        }
        assertClose(a.toFloatArray(), naiveA.w);
        assertClose(b.toFloatArray(), naiveB.w);
    }

    @Test
    void theEnginesUpdateForOtherDevicesIsTheSameFormula() {
        Random random = new Random(9);
        float[] start = normal(random, 501);
        NDArray w = parameter(start, new Shape(501));
        NDArray m = manager.zeros(new Shape(501));
        NDArray v = manager.zeros(new Shape(501));
        Naive naive = new Naive(start, 1e-2, 0.05);
        for (int t = 1; t <= 20; t++) {
            double[] g = gradient(random, 501, t % 3 == 0 ? 1e-7 : 0.02);
            backward(List.of(w), List.of(g));
            AdamW.updateOnDevice(List.of(new AdamW.Slot("w", w, m, v, 1e-2, 0.05, 0)), List.of(w.getGradient()),
                    t, 0.5, 0.25f);
            naive.step(scaled(g, 0.25), t, 0.5);
            assertThat(w.getGradient().abs().sum().getFloat()).isZero();
        }
        assertClose(w.toFloatArray(), naive.w);
    }

    /** A gradient that arises transposed must be read in the order of its parameter. */
    @Test
    void readsGradientsOfTransposedParameters() {
        NDArray w = parameter(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
        NDArray x = manager.create(new float[] {1, 10}, new Shape(1, 2));
        NDArray y = manager.create(new float[] {1, 2, 3}, new Shape(3, 1));
        try (AdamW adamW = adamW(List.of(new ParameterGroup(List.of("w"), 1, 0)), Map.of("w", w),
                Double.POSITIVE_INFINITY)) {
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                // sum_ij w_ij x_i y_j (-1)^j: gradients differ in sign and size between rows and columns.
                NDArray signed = y.mul(manager.create(new float[] {1, -1, 1}, new Shape(3, 1)));
                collector.backward(w.transpose().matMul(x.transpose()).mul(signed).sum());
            }
            assertThat(adamW.step(1)).isCloseTo(Math.sqrt((1 + 4 + 9) * (1 + 100.0)), within(1e-4));
        }
        assertThat(w.toFloatArray()).containsExactly(new float[] {0, 3, 2, 3, 6, 5}, within(1e-5f));
    }

    @Test
    void changesNothingWhenAGradientIsNotFinite() {
        NDArray w = parameter(new float[] {1, 2}, new Shape(2));
        try (AdamW adamW = adamW(List.of(new ParameterGroup(List.of("w"), 1, 0.1)), Map.of("w", w), 1)) {
            backward(List.of(w), List.of(new double[] {Double.NaN, 1}));
            assertThat(adamW.step(1)).isNaN();
            assertThat(adamW.steps()).isZero();
        }
        assertThat(w.toFloatArray()).containsExactly(1, 2);
    }

    private AdamW adamW(List<ParameterGroup> groups, Map<String, NDArray> parameters, double clip) {
        return new AdamW(manager, groups, parameters, name -> parameters.get(name).getGradient(), clip);
    }

    private static void forget(NDArray... parameters) {
        for (NDArray parameter : parameters) {
            parameter.getGradient().muli(0);
        }
    }

    private NDArray parameter(float[] values, Shape shape) {
        NDArray parameter = manager.create(values, shape);
        parameter.setRequiresGradient(true);
        return parameter;
    }

    private void backward(List<NDArray> parameters, List<double[]> gradients) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList terms = new NDList();
            for (int i = 0; i < parameters.size(); i++) {
                float[] g = new float[gradients.get(i).length];
                for (int k = 0; k < g.length; k++) {
                    g[k] = (float) gradients.get(i)[k];
                }
                terms.add(parameters.get(i).mul(scope.create(g, parameters.get(i).getShape())).sum());
            }
            NDArray loss = terms.get(0);
            for (int i = 1; i < terms.size(); i++) {
                loss = loss.add(terms.get(i));
            }
            collector.backward(loss);
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(2e-5 * (1 + Math.abs(expected[i]))));
        }
    }

    private static float[] normal(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] gradient(Random random, int n, double size) {
        return random.doubles(n).map(u -> (float) (size * (2 * u - 1))).toArray();
    }

    private static double[] scaled(double[] values, double scale) {
        return Arrays.stream(values).map(x -> x * scale).toArray();
    }

    private static double squares(double[] values) {
        return Arrays.stream(values).map(x -> x * x).sum();
    }
}
