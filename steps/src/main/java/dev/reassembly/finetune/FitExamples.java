package dev.reassembly.finetune;

import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import java.io.IOException;
import java.util.List;

/**
 * The training examples that stitches and heads are fitted on: the first ones of the seed's order, without augmentation and unlike the probe set not balanced
 * over the classes. Texts of about one length share a batch. Every model sees the same examples in the same batches.
 *
 * @param most how many, a few hundred; all training examples when there are fewer
 * @param seed draws them
 */
public record FitExamples(Dataset dataset, int most, long seed) {
    static final int BATCH = 16;

    int count() {
        return Math.min(most, dataset.size(Split.TRAIN));
    }

    /** Whole batches that hold them; two at least where there are so many examples, since one is kept out of regressions. */
    int batches() {
        return Math.min(Math.max(2, (most + BATCH - 1) / BATCH), Batching.of(BATCH).batches(dataset.size(Split.TRAIN)));
    }

    /** Those batches and more, as a model wants them. */
    Batches open(Preprocessor preprocessor) throws IOException {
        Batching batching = Batching.of(BATCH).shuffled(seed, 0).bucketed(Math.min(Batching.WINDOW, batches()));
        return Batches.open(dataset, Split.TRAIN, batching, List.of(preprocessor));
    }
}
