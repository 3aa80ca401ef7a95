package dev.reassembly.finetune;

import dev.reassembly.data.Confusion;
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
public record Evaluation(double metric, double loss, Confusion confusion, List<String> ids, int[] labels, float[][] logits) {}
