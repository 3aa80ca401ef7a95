package dev.reassembly.finetune;

import dev.reassembly.data.Augmentation;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.model.cut.Chain;
import java.io.IOException;
import java.util.List;

/**
 * Mini-batches straight from the data set, prepared on another thread while the network works.
 *
 * @param dropLast leave out a last training batch that is not full: a batch normalisation cannot do with one example
 * @param augmentation of training pictures, or null
 */
record StreamFeed(Dataset dataset, Preprocessor preprocessor, Chain.Inputs roles, int batchSize, long seed, boolean dropLast,
        Augmentation augmentation) implements Feed {
    private Batching batching() {
        return Batching.of(batchSize).bucketed(Batching.WINDOW);
    }

    private Batching shuffled(int epoch) {
        Batching batching = batching().shuffled(seed, epoch).augmented(augmentation);
        return dropLast && dataset.size(Split.TRAIN) >= batchSize ? batching.droppingLast() : batching;
    }

    @Override
    public Pass<MiniBatch> training(int epoch) throws IOException {
        return pass(Split.TRAIN, shuffled(epoch));
    }

    @Override
    public Pass<MiniBatch> evaluation(Split split) throws IOException {
        return pass(split, batching());
    }

    @Override
    public int steps() {
        return shuffled(1).batches(dataset.size(Split.TRAIN));
    }

    private Pass<MiniBatch> pass(Split split, Batching batching) throws IOException {
        Batches batches = Batches.open(dataset, split, batching, List.of(preprocessor));
        return Pass.of(batches, batches::close).map(batch -> MiniBatch.of(batch.get(0), roles));
    }
}
