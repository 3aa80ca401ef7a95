package dev.reassembly.data;

import java.util.List;
import java.util.Map;

/**
 * Examples made ready for one model. IMAGE is float [n, c, h, w] or [n, h, w, c] as the model's preprocessing says; IDS,
 * MASK and TYPES are int64 [n, length] padded to the longest text of the batch.
 *
 * @param labels class indices, one an example
 * @param ids the examples' identities, stable across runs
 */
public record Batch(Map<InputRole, HostTensor> inputs, int[] labels, List<String> ids) {
    public int size() {
        return labels.length;
    }
}
