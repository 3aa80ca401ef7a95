package dev.reassembly.assembly;

import dev.reassembly.probe.ProbeResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * How well a linear classifier reads the classes off the pooled features of a cut: ridge regression to one-hot targets, the
 * largest output wins. Its penalty is chosen by generalised cross-validation on squared error, its accuracy is measured on
 * held-out folds. Of n samples only the first {@link #MOST} are used, since it takes 8 n (n + 4 c) bytes.
 */
public final class LinearProbe {
    /** Their standard error is a point at most. */
    public static final int MOST = 2048;
    private static final double[] PENALTIES = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

    private LinearProbe() {}

    /**
     * Accuracy of every cut of a model, cut 1 first. A cut takes O(n c min(n, c)) operations.
     *
     * @param folds at least 2
     * @param seed of the folds
     */
    public static List<Double> accuracies(ProbeResult probe, int folds, long seed) {
        return IntStream.range(0, probe.features().size())
                .mapToObj(cut -> accuracy(probe.features().get(cut), probe.channels().get(cut), probe.labels(), folds, seed))
                .toList();
    }

    /**
     * Cross-validated accuracy in [0, 1].
     *
     * @param features row-major [samples][channels], finite
     * @param all class of each sample, at least two different ones
     */
    public static double accuracy(float[] features, int channels, int[] all, int folds, long seed) {
        int[] labels = Arrays.copyOf(all, Math.min(all.length, MOST));
        int classes = 1 + IntStream.of(labels).max().orElseThrow();
        DMatrixRMaj targets = new DMatrixRMaj(labels.length, classes);
        for (int i = 0; i < labels.length; i++) {
            targets.set(i, labels[i], 1);
        }
        ProxyRidge ridge = new ProxyRidge(features, labels.length, channels);
        double penalty = ridge.bestPenalty(targets, PENALTIES);
        DMatrixRMaj residuals = ridge.heldOutResiduals(targets, penalty, ProxyFolds.stratified(labels, folds, seed));
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int largest = 0;
            for (int k = 1; k < classes; k++) {
                if (targets.get(i, k) - residuals.get(i, k) > targets.get(i, largest) - residuals.get(i, largest)) {
                    largest = k;
                }
            }
            right += largest == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
