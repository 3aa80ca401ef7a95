package dev.reassembly.finetune;

import dev.reassembly.data.Confusion;
import dev.reassembly.data.PairedPredictions;
import dev.reassembly.data.TaskMetric;
import java.nio.FloatBuffer;
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
    /** Counts and sums up answers that stand in the order of their examples' identities. */
    public static Evaluation of(TaskMetric metric, int classes, List<String> ids, int[] labels, float[][] logits) {
        Confusion confusion = new Confusion(classes);
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            confusion.add(FloatBuffer.wrap(logits[i]), new int[] {labels[i]});
            loss += LogSoftmax.normaliser(logits[i], 1) - logits[i][labels[i]];
        }
        return new Evaluation(metric.score(confusion), loss / labels.length, confusion, List.copyOf(ids), labels, logits);
    }

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
