package dev.reassembly.finetune;

/** One line of a learning curve. Losses are means over examples; {@code metric} is the task's, on the validation split. */
public record Epoch(int epoch, double trainLoss, double validationLoss, double metric, double seconds) {}
