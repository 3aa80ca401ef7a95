package dev.reassembly.finetune;

/**
 * How well the new head was fitted before training.
 *
 * @param examples that the regression saw
 * @param penalty relative to the mean variance of a feature
 * @param crossEntropy in nats, on every fifth example, of the regression without these
 */
public record HeadFit(int examples, double penalty, double crossEntropy) {}
