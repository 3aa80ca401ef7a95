package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Cross-entropy against smoothed targets (Szegedy et al. 2016): the true class has probability 1 - e + e/c, each other one
 * e/c, for c classes.
 *
 * @param smoothing e, in [0, 1)
 */
public record SmoothedCrossEntropy(double smoothing) {
    public SmoothedCrossEntropy {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing must be in [0, 1), not " + smoothing);
        }
    }

    /**
     * The mean over the batch, as a scalar that gradients flow through. Tensors are attached to the manager of the logits.
     *
     * @param logits float [n, c]
     * @param labels n class indices
     */
    public NDArray loss(NDArray logits, int[] labels) {
        Shape shape = logits.getShape();
        int classes = Math.toIntExact(shape.get(1));
        if (shape.dimension() != 2 || shape.get(0) != labels.length) {
            throw new IllegalArgumentException(labels.length + " labels do not fit logits " + shape);
        }
        // The minus sign and the mean are in the targets already: one product and one sum are left.
        float[] targets = new float[labels.length * classes];
        Arrays.fill(targets, (float) (-smoothing / classes / labels.length));
        for (int i = 0; i < labels.length; i++) {
            targets[i * classes + labels[i]] = (float) (-(1 - smoothing + smoothing / classes) / labels.length);
        }
        NDArray weights = logits.getManager().create(targets, shape);
        return logits.logSoftmax(1).mul(weights).sum();
    }
}
