package dev.reassembly.probe;

import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.List;

/**
 * One vector a training example, from a composed network: what its head would be given.
 *
 * @param values row-major [examples][channels]
 * @param labels class of each example
 */
public record PooledFeatures(float[] values, int channels, int[] labels) {
    private static final int BATCH = 16;

    /**
     * Runs training examples through a network without augmentation, the first ones of the seed's order: those that stitches are fitted on,
     * which unlike the probe set are not balanced over the classes. Texts of about one length share a batch.
     *
     * @param network its one output is float [n, channels]
     * @param roles which graph input plays which role
     * @param examples how many; all training examples when there are fewer
     * @param name what progress calls the network
     */
    public static PooledFeatures of(ForwardNetwork network, Chain.Inputs roles, Dataset dataset, Preprocessor preprocessor, int examples,
            long seed, String name, Progress progress) throws IOException {
        int[] labels = new int[Math.min(examples, dataset.size(Split.TRAIN))];
        int window = Math.max(1, Math.min(Batching.WINDOW, labels.length / BATCH));
        float[] values = new float[0];
        int channels = 0;
        int done = 0;
        try (Batches batches = Batches.open(dataset, Split.TRAIN, Batching.of(BATCH).shuffled(seed, 0).bucketed(window), List.of(preprocessor));
                Progress.Work work = progress.start(name + ": features for the head", labels.length)) {
            while (done < labels.length) {
                Batch batch = batches.next().get(0);
                int kept = Math.min(batch.size(), labels.length - done);
                try (NDManager scope = network.manager().newSubManager()) {
                    float[] rows = network.run(scope, ModelInputs.onHost(batch, roles, name)).get(0).toFloatArray();
                    if (done == 0) {
                        channels = rows.length / batch.size();
                        values = new float[Math.multiplyExact(labels.length, channels)];
                    }
                    System.arraycopy(rows, 0, values, done * channels, kept * channels);
                }
                System.arraycopy(batch.labels(), 0, labels, done, kept);
                done += kept;
                work.advance(kept);
            }
        }
        return new PooledFeatures(values, channels, labels);
    }
}
