package dev.reassembly.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts the new head of a network from {@link HeadRegression} on the pooled features that the network gives for training
 * examples as they are, without augmentation.
 *
 * <p>Bounds: a head of more than {@link #LARGEST} weights (2,048 features and 2,000 classes have fewer) keeps its random start,
 * and no more examples are used than make {@code LARGEST} features, or probabilities of classes. So the regression takes at most
 * some 600 MB beside the network and the activations of one batch.
 */
public final class HeadInitialiser {
    static final int LARGEST = 1 << 22;
    private static final String WEIGHT = "head/weight";
    private static final String BIAS = "head/bias";

    private final Device device;
    private final Progress progress;
    private final int examples;
    private final int batchSize;
    private final long seed;

    /**
     * @param examples how many training examples the regression sees, a few hundred
     * @param seed draws them, as {@link StitchInitialiser} does
     */
    public HeadInitialiser(Device device, Progress progress, int examples, int batchSize, long seed) {
        this.device = device;
        this.progress = progress;
        this.examples = examples;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * @param composition its stitches fitted already
     * @param preprocessor of the first block's model
     */
    public InitialisedHead initialise(String candidate, Composition composition, Preprocessor preprocessor, Dataset dataset) {
        Graph graph = composition.graph();
        List<Long> shape = graph.initializers().get(WEIGHT).shape();
        long longest = Math.max(shape.get(0) + 1, shape.get(1));
        int most = (int) Math.min(Math.min(examples, dataset.size(Split.TRAIN)), LARGEST / longest);
        if ((shape.get(0) + 1) * shape.get(1) > LARGEST || most < 2) {
            progress.message(candidate + ": the head of " + shape.get(0) + " features and " + shape.get(1)
                    + " classes starts at random, a regression would be too large");
            return new InitialisedHead(graph, null);
        }
        try (Network network = NetworkLoader.load(graph, device);
                Progress.Work work = progress.start(candidate + ": fitting the head", most)) {
            List<float[]> features = new ArrayList<>();
            int[] labels = new int[most];
            read(network, composition, preprocessor, dataset, features, labels, work);
            if (!features.stream().allMatch(HeadInitialiser::finite)) {
                progress.message("warning: features of " + candidate + " are not finite, its head starts at random");
                return new InitialisedHead(graph, null);
            }
            HeadRegression found = HeadRegression.of(network.manager(), features, Arrays.copyOf(labels, features.size()),
                    shape.get(1).intValue());
            work.note(String.format(Locale.ROOT, "cross-entropy %.3f", found.fit().crossEntropy()));
            Map<String, Tensor> weights = Map.of(WEIGHT, found.map().weightTensor(), BIAS, found.map().biasTensor());
            return new InitialisedHead(graph.withInitializers(weights), found.fit());
        } catch (IOException e) {
            throw new StepFailedException("reading the training data failed: " + e.getMessage(), e);
        }
    }

    /** Fills in rows up to the length of {@code labels}. */
    private void read(Network network, Composition composition, Preprocessor preprocessor, Dataset dataset, List<float[]> features,
            int[] labels, Progress.Work work) throws IOException {
        try (Batches batches = Batches.open(dataset, Split.TRAIN, Batching.of(batchSize).shuffled(seed, 0), List.of(preprocessor))) {
            while (features.size() < labels.length && batches.hasNext()) {
                MiniBatch batch = MiniBatch.of(batches.next().get(0), composition.roles());
                try (NDManager scope = network.manager().newSubManager()) {
                    NDArray pooled = network.run(scope, batch.on(scope), List.of(composition.pooled()), Network.Mode.INFERENCE)
                            .get(composition.pooled());
                    float[] values = pooled.toFloatArray();
                    int width = values.length / batch.size();
                    for (int i = 0; i < batch.size() && features.size() < labels.length; i++) {
                        labels[features.size()] = batch.labels()[i];
                        features.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
                        work.advance(1);
                    }
                }
            }
        }
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
