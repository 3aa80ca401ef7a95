package dev.reassembly.pipeline;

import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.store.StepResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a whole run trained.
 *
 * @param curves of everything trained, by candidate, diverged ones among them
 * @param finished the last step of each candidate that was trained to the end and did not diverge
 */
record Trained(Map<String, FineTuneResult> curves, Map<String, StepResult> finished) {
    /** The best of the given finished candidates on validation; equals go to the smaller validation loss. */
    String best(List<String> names) {
        return names.stream().map(curves::get).min(Comparator.comparingDouble((FineTuneResult r) -> -r.bestMetric())
                .thenComparingDouble(r -> r.epochs().get(r.bestEpoch() - 1).validationLoss())
                .thenComparing(FineTuneResult::candidate)).orElseThrow().candidate();
    }
}
