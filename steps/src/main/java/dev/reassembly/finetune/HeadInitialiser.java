package dev.reassembly.finetune;

import ai.djl.ndarray.NDManager;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.progress.Progress;
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
 * some 600 MB.
 */
public final class HeadInitialiser {
    static final int LARGEST = 1 << 22;
    private static final String WEIGHT = "head/weight";
    private static final String BIAS = "head/bias";

    private final NDManager manager;
    private final Progress progress;

    /** @param manager of the device that the regression runs on */
    public HeadInitialiser(NDManager manager, Progress progress) {
        this.manager = manager;
        this.progress = progress;
    }

    /**
     * @param graph the network, its stitches fitted already
     * @param features what it gives the head for training examples, row-major [examples][channels]
     * @param labels class of each example
     */
    public InitialisedHead initialise(String candidate, Graph graph, float[] features, int[] labels) {
        List<Long> shape = graph.initializers().get(WEIGHT).shape();
        long longest = Math.max(shape.get(0) + 1, shape.get(1));
        int most = (int) Math.min(labels.length, LARGEST / longest);
        if ((shape.get(0) + 1) * shape.get(1) > LARGEST || most < 2) {
            progress.message(candidate + ": the head of " + shape.get(0) + " features and " + shape.get(1)
                    + " classes starts at random, a regression would be too large");
            return new InitialisedHead(graph, null);
        }
        List<float[]> rows = rows(features, most, shape.get(0).intValue());
        if (!rows.stream().allMatch(HeadInitialiser::finite)) {
            progress.message("warning: features of " + candidate + " are not finite, its head starts at random");
            return new InitialisedHead(graph, null);
        }
        HeadRegression found = HeadRegression.of(manager, rows, Arrays.copyOf(labels, most), shape.get(1).intValue());
        progress.message(String.format(Locale.ROOT, "%s: head fitted, cross-entropy %.3f", candidate, found.fit().crossEntropy()));
        Map<String, Tensor> weights = Map.of(WEIGHT, found.map().weightTensor(), BIAS, found.map().biasTensor());
        return new InitialisedHead(graph.withInitializers(weights), found.fit());
    }

    private static List<float[]> rows(float[] features, int count, int channels) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Arrays.copyOfRange(features, i * channels, (i + 1) * channels));
        }
        return rows;
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
