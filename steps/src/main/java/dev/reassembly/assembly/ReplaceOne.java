package dev.reassembly.assembly;

import org.ejml.data.DMatrixRMaj;

/**
 * What a parent loses when one of its blocks is replaced by another model's block, in the manner of the replace-one-block scores of
 * Puzzle (Bercovich et al., "Puzzle: distillation-based NAS for inference-optimized LLMs", 2024), from probe features alone: the
 * features at the end of the parent's block are predicted from those at the end of the other block by ridge regression, on samples
 * held out, and the loss is the accuracy of a linear classifier on the true features less that on the predicted ones.
 *
 * <p>It is an approximation: the other block is taken as it works in its own model, not behind a stitch from the parent, and the
 * parent's later layers do not take part.
 */
public final class ReplaceOne {
    private static final double[] PENALTIES = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

    private ReplaceOne() {}

    /**
     * @param own row-major [samples][channels], features at the end of the parent's block, finite and not constant
     * @param other features at the end of the block that takes its place, of the same samples
     * @param labels class of each sample
     * @return accuracy lost, from -1 to 1; negative where the other block's features tell more
     */
    public static double loss(float[] own, int channels, float[] other, int otherChannels, int[] labels, int folds, long seed) {
        DMatrixRMaj target = new DMatrixRMaj(labels.length, channels);
        for (int i = 0; i < own.length; i++) {
            target.data[i] = own[i];
        }
        ProxyRidge ridge = new ProxyRidge(other, labels.length, otherChannels);
        DMatrixRMaj residuals = ridge.heldOutResiduals(target, ridge.bestPenalty(target, PENALTIES), ProxyFolds.random(labels.length, folds, seed));
        float[] predicted = new float[own.length];
        for (int i = 0; i < own.length; i++) {
            predicted[i] = (float) (target.data[i] - residuals.data[i]);
        }
        return LinearProbe.accuracy(own, channels, labels, folds, seed) - LinearProbe.accuracy(predicted, channels, labels, folds, seed);
    }
}
