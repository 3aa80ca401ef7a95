package dev.reassembly.finetune;

/** Within this package: a figure of the training that must be finite is not. */
final class NonFinite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NonFinite(String sentence) {
        super(sentence);
    }

    static void refuse(double value, String what, int epoch, int step) {
        if (!Double.isFinite(value)) {
            throw new NonFinite("the " + what + " became " + value + " in epoch " + epoch + " at step " + step
                    + "; fineTuning.learningRate or fineTuning.newLayersLearningRate may be too large");
        }
    }
}
