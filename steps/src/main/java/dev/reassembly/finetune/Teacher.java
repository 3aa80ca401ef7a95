package dev.reassembly.finetune;

/** What a trained network, or several together, thinks of the training examples. */
public interface Teacher {
    /**
     * Logits [classes] of an example as it is, without augmentation; the mean of several networks' probabilities comes as its
     * logarithm.
     *
     * @throws IllegalArgumentException when the teacher has not seen the example
     */
    float[] logits(String id);

    /** Identifies all logits. */
    String digest();
}
