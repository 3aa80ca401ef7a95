package dev.reassembly.finetune;

import dev.reassembly.data.Confusion;
import dev.reassembly.data.PairedPredictions;
import java.util.Arrays;
import java.util.List;

/**
 * How a network does on a split. Rows stand in the order of the examples' identities, so they do not depend on how the
 * examples were batched.
 *
 * @param metric the task's metric
 * @param loss mean cross-entropy without label smoothing, in nats
 * @param confusion counts of true against predicted classes
 * @param ids the examples' identities, sorted
 * @param labels class indices
 * @param logits one row [classes] an example
 */
public record Evaluation(double metric, double loss, Confusion confusion, List<String> ids, int[] labels, float[][] logits) {
    /**
     * This network's predictions beside those of another one.
     *
     * @throws IllegalArgumentException if they were evaluated on different examples
     */
    public PairedPredictions beside(Evaluation other) {
        if (!ids.equals(other.ids) || !Arrays.equals(labels, other.labels)) {
            throw new IllegalArgumentException("two networks can only be compared on the same examples");
        }
        return new PairedPredictions(labels, predictions(), other.predictions(), logits.length == 0 ? 0 : logits[0].length);
    }

    private int[] predictions() {
        return Arrays.stream(logits).mapToInt(Confusion::predicted).toArray();
    }
}
