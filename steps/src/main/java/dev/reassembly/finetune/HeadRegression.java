package dev.reassembly.finetune;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The classifier that explains pooled features best: {@link LogisticRegression} on features brought to mean 0 and a mean variance
 * of 1 by one factor for all, with the penalty that does best on held-out examples, then on all of them. The intercept is the
 * weight of a constant feature of {@link #CONSTANT}, so that its penalty is a hundredth; without one, a class that has no example
 * would get minus infinity.
 *
 * @param map logits = features weight + bias
 */
record HeadRegression(AffineMap map, HeadFit fit) {
    private static final double CONSTANT = 10;
    private static final int HELD_OUT = 5;
    /** From strong to weak, until one does worse than the one before: each starts where that ended. */
    private static final double[] PENALTIES = {1, 1e-1, 1e-2, 1e-3, 1e-4};

    /**
     * @param features one row an example, at least two, of finite numbers
     * @param labels class indices
     */
    static HeadRegression of(NDManager manager, List<float[]> features, int[] labels, int classes) {
        double[] mean = mean(features);
        double scale = scale(features, mean);
        List<double[]> rows = features.stream().map(row -> brought(row, mean, scale)).toList();
        double[] weights = new double[Math.multiplyExact(mean.length + 1, classes)];
        double[] best = weights;
        HeadFit fit = null;
        try (LogisticRegression fitted = part(manager, rows, labels, classes, false);
                LogisticRegression held = part(manager, rows, labels, classes, true)) {
            for (double penalty : PENALTIES) {
                weights = fitted.fit(penalty, weights);
                double loss = held.crossEntropy(weights);
                if (fit != null && loss >= fit.crossEntropy()) {
                    break;
                }
                fit = new HeadFit(rows.size(), penalty, loss);
                best = weights;
            }
        }
        try (LogisticRegression all = new LogisticRegression(manager, rows, labels, classes)) {
            return new HeadRegression(map(all.fit(fit.penalty(), best), mean, scale, classes), fit);
        }
    }

    private static double[] mean(List<float[]> features) {
        double[] mean = new double[features.get(0).length];
        for (float[] row : features) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j] / (double) features.size();
            }
        }
        return mean;
    }

    /** The root of the mean variance of a feature; 1 when nothing varies. */
    private static double scale(List<float[]> features, double[] mean) {
        double squares = 0;
        for (float[] row : features) {
            for (int j = 0; j < mean.length; j++) {
                squares += (row[j] - mean[j]) * (row[j] - mean[j]);
            }
        }
        return squares == 0 ? 1 : Math.sqrt(squares / features.size() / mean.length);
    }

    private static double[] brought(float[] row, double[] mean, double scale) {
        double[] brought = new double[row.length + 1];
        for (int j = 0; j < row.length; j++) {
            brought[j] = (row[j] - mean[j]) / scale;
        }
        brought[row.length] = CONSTANT;
        return brought;
    }

    private static LogisticRegression part(NDManager manager, List<double[]> rows, int[] labels, int classes, boolean held) {
        List<double[]> part = new ArrayList<>();
        int[] own = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (i % HELD_OUT == 1 == held) {
                own[part.size()] = labels[i];
                part.add(rows.get(i));
            }
        }
        return new LogisticRegression(manager, part, Arrays.copyOf(own, part.size()), classes);
    }

    private static AffineMap map(double[] weights, double[] mean, double scale, int classes) {
        DMatrixRMaj weight = new DMatrixRMaj(mean.length, classes);
        double[] bias = new double[classes];
        for (int k = 0; k < classes; k++) {
            bias[k] = CONSTANT * weights[mean.length * classes + k];
            for (int j = 0; j < mean.length; j++) {
                weight.set(j, k, weights[j * classes + k] / scale);
                bias[k] -= mean[j] * weight.get(j, k);
            }
        }
        return new AffineMap(weight, bias);
    }
}
