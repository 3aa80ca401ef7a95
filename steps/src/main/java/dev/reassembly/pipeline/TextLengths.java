package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.failure.InvalidInputException;

/**
 * Text models of one zoo read texts of one length: a network's blocks all run at that of the first one's model, so FLOPs, latency and memory that were
 * found at another would not be theirs.
 */
final class TextLengths {
    private TextLengths() {}

    /** @throws InvalidInputException when two models' lengths differ */
    static void requireOne(ModelReassemblySpec spec) {
        Integer first = null;
        for (int i = 0; i < spec.zoo().size(); i++) {
            Preprocessing preprocessing = spec.zoo().get(i).preprocessing();
            if (preprocessing == null || preprocessing.text() == null) {
                continue;
            }
            int length = preprocessing.text().maxLength();
            if (first != null && length != first) {
                throw new InvalidInputException("spec.zoo[" + i + "].preprocessing.text.maxLength", "found " + length + ", but a model before it has " + first
                        + "; blocks of one network read texts of one length, so all models need the same");
            }
            first = length;
        }
    }
}
