package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * T^2 KL(softmax(teacher / T) || softmax(student / T)), as Hinton, Vinyals and Dean (2015) weigh it so that gradients do not
 * shrink as T grows.
 *
 * @param temperature T, at least 1
 */
record DistillationLoss(double temperature) {
    DistillationLoss {
        if (!(temperature >= 1)) {
            throw new IllegalArgumentException("the temperature must be at least 1, not " + temperature);
        }
    }

    /**
     * The mean over the batch in nats, as a scalar that gradients flow through.
     *
     * @param logits of the student, float [n, c]
     * @param teacher its logits, n rows of c
     */
    NDArray loss(NDArray logits, float[][] teacher) {
        Shape shape = logits.getShape();
        int classes = Math.toIntExact(shape.get(1));
        double factor = temperature * temperature / teacher.length;
        // The part that does not depend on the student is a sum of q log q.
        float[] targets = new float[teacher.length * classes];
        double constant = 0;
        for (int i = 0; i < teacher.length; i++) {
            if (teacher[i].length != classes) {
                throw new IllegalArgumentException("the teacher has " + teacher[i].length + " classes, the student " + classes);
            }
            double[] log = LogSoftmax.of(teacher[i], temperature);
            for (int k = 0; k < classes; k++) {
                double q = Math.exp(log[k]);
                constant += q == 0 ? 0 : factor * q * log[k];
                targets[i * classes + k] = (float) (-factor * q);
            }
        }
        NDArray weights = logits.getManager().create(targets, shape);
        return logits.div((float) temperature).logSoftmax(1).mul(weights).sum().add((float) constant);
    }
}
