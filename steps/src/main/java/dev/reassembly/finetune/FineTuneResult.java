package dev.reassembly.finetune;

import java.util.List;

/**
 * What fine-tuning one candidate up to some epoch gave.
 *
 * @param candidate the assembly's name
 * @param epochs the curve so far
 * @param bestEpoch 1-based epoch of the best validation metric; its weights are the kept ones
 * @param bestMetric the best validation metric
 * @param trainedParameters how many parameters were trained
 */
public record FineTuneResult(String candidate, List<Epoch> epochs, int bestEpoch, double bestMetric, long trainedParameters) {}
