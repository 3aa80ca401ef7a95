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
        return new Encoded(Batches.open(dataset, Split.TRAIN, shuffled(epoch), List.of(preprocessor)), roles);
    }

    @Override
    public Pass<MiniBatch> evaluation(Split split) throws IOException {
        return new Encoded(Batches.open(dataset, split, batching(), List.of(preprocessor)), roles);
    }

    @Override
    public int steps() {
        return shuffled(1).batches(dataset.size(Split.TRAIN));
    }

    private record Encoded(Batches batches, Chain.Inputs roles) implements Pass<MiniBatch> {
        @Override
        public boolean hasNext() {
            return batches.hasNext();
        }

        @Override
        public MiniBatch next() {
            return MiniBatch.of(batches.next().get(0), roles);
        }

        @Override
        public void close() {
            batches.close();
        }
    }
}
