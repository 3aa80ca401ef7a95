package dev.reassembly.publish;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Assembly;

/** How a network was trained, in words. */
final class Recipe {
    private Recipe() {}

    /** @param kind what was trained so: whole networks are taught by none, and only two kinds have stitches */
    static String sentences(FineTuning tuning, long seed, Assembly.Kind kind) {
        StringBuilder text = new StringBuilder();
        text.append(tuning.mode()).append(" fine-tuning, ").append(tuning.epochs()).append(" epochs, batch ").append(tuning.batchSize())
                .append(", AdamW, learning rate ").append(tuning.learningRate()).append(" (new layers ").append(tuning.newLayersLearningRate())
                .append("), weight decay ").append(tuning.weightDecay()).append(", warm-up ").append(tuning.warmup())
                .append(" then cosine, label smoothing ").append(tuning.labelSmoothing()).append(", seed ").append(seed).append('.');
        if (tuning.mode() == FineTuning.Mode.Full && tuning.layerDecay() < 1) {
            text.append(" A pre-trained layer's learning rate is multiplied by ").append(tuning.layerDecay()).append(" for each layer behind it.");
        }
        if (tuning.mode() == FineTuning.Mode.Full && tuning.frozenEpochs() > 0) {
            text.append(" Until the end of epoch ").append(tuning.frozenEpochs()).append(" only stitches and head were trained.");
        }
        if (tuning.precision() == FineTuning.Precision.Mixed) {
            text.append(" Matrix products and convolutions of training steps were in bfloat16 where the device does them faster.");
        }
        if (tuning.distillation().weight() > 0 && kind != Assembly.Kind.PARENT) {
            text.append(" Distillation from trained networks of the zoo with weight ").append(tuning.distillation().weight())
                    .append(" at temperature ").append(tuning.distillation().temperature()).append('.');
        }
        boolean stitched = kind == Assembly.Kind.ASSEMBLY || kind == Assembly.Kind.STITCHED_PARENT;
        return text.append(stitched ? " Stitches start from least squares, the head from " : " The head starts from ")
                .append(tuning.headStart() == FineTuning.HeadStart.Fitted ? "a logistic regression on pooled features." : "small random weights.")
                .toString();
    }
}
