package dev.reassembly.finetune;

/**
 * One round of successive halving.
 *
 * @param epochsUntil the epoch, counted from the start of the training, at which this round ends
 * @param candidates how many candidates are trained in this round
 */
public record Rung(int epochsUntil, int candidates) {}
