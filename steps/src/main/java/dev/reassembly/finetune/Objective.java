package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import dev.reassembly.api.v1alpha1.FineTuning;

/**
 * What a step makes smaller: (1 - w) cross-entropy with the labels + w {@link DistillationLoss} with the teacher.
 *
 * @param weight w, in [0, 1]
 * @param teacher null where w is 0
 */
record Objective(SmoothedCrossEntropy labels, DistillationLoss distillation, double weight, Teacher teacher) {
    /** @param teacher or null, when the labels alone count */
    static Objective of(FineTuning recipe, Teacher teacher) {
        SmoothedCrossEntropy labels = new SmoothedCrossEntropy(recipe.labelSmoothing());
        return teacher == null ? new Objective(labels, null, 0, null) : new Objective(labels,
                new DistillationLoss(recipe.distillation().temperature()), recipe.distillation().weight(), teacher);
    }

    /** The mean over the batch, as a scalar that gradients flow through. */
    NDArray loss(NDArray logits, MiniBatch batch) {
        NDArray hard = labels.loss(logits, batch.labels());
        if (teacher == null) {
            return hard;
        }
        NDArray soft = distillation.loss(logits, batch.ids().stream().map(teacher::logits).toArray(float[][]::new));
        return hard.mul((float) (1 - weight)).add(soft.mul((float) weight));
    }
}
