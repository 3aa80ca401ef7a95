package dev.reassembly.finetune;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What fine-tuning one candidate up to some epoch gave.
 *
 * @param candidate the assembly's name
 * @param epochs the curve so far
 * @param bestEpoch 1-based epoch of the best validation metric; its weights are the kept ones; 0 when no epoch ended
 * @param bestMetric the best validation metric; 0 when no epoch ended
 * @param trainedParameters how many parameters were trained
 * @param diverged what stopped being finite and where, and what may help; null when all went well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FineTuneResult(String candidate, List<Epoch> epochs, int bestEpoch, double bestMetric, long trainedParameters,
        String diverged) {
    public FineTuneResult(String candidate, List<Epoch> epochs, int bestEpoch, double bestMetric, long trainedParameters) {
        this(candidate, epochs, bestEpoch, bestMetric, trainedParameters, null);
    }
}
