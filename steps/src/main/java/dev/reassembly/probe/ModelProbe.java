package dev.reassembly.probe;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.run.Network;
import dev.reassembly.progress.Progress;
import dev.reassembly.similarity.CenteredGram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Runs one model of the zoo over the probe set once and keeps of each cut the pooled features and their Grams.
 *
 * <p>Memory: on the heap 4 n (sum of the cuts' channels) + 2 n b (cuts) bytes for n samples in minibatches of b; on the device
 * the weights, and for as many samples as go forward together at most all cut tensors and the largest layer's activations. That
 * number is at most {@link #MAX_FORWARD} and otherwise chosen so that these take no more than {@link #FORWARD_BYTES} (or what one
 * sample takes, if that is more). Texts count at {@link #ASSUMED_TOKENS} tokens. Grams are formed on the CPU when all features are there.
 */
public final class ModelProbe {
    static final int MAX_FORWARD = 32;
    static final long FORWARD_BYTES = 512L << 20;
    static final int ASSUMED_TOKENS = 512;
    private static final int LONG_TEXT = 20_000;

    private ModelProbe() {}

    /**
     * Probes a model. The same data set, samples, batch and seed give every model the same examples in the same order: training
     * examples, of all classes equally many as far as they reach.
     *
     * @param samples how many examples, at least {@code batch}; all training examples when there are fewer
     * @param batch minibatch of the similarity estimate, at least 4
     * @throws InvalidInputException when there are too few examples, or when a feature is NaN or infinite (names the model, the
     *     cut and the layer)
     */
    public static ProbeResult run(Graph graph, Chain chain, Dataset dataset, Preprocessor preprocessor, int samples, int batch,
            Device device, long seed, Progress progress) throws IOException {
        int count = ProbeSet.size(dataset, samples);
        if (batch < CenteredGram.MIN_BATCH || count < batch) {
            throw new InvalidInputException("probe set", count + " examples in minibatches of " + batch
                    + "; a minibatch has at least " + CenteredGram.MIN_BATCH + " and there must be examples for one");
        }
        FeatureStore store = new FeatureStore(chain, count, batch);
        int[] labels = new int[count];
        try (CutFeatures features = CutFeatures.open(graph, chain, device, progress);
                ProbeSet examples = ProbeSet.open(dataset, count, seed);
                Progress.Work work = progress.start("probe " + chain.model(), count)) {
            Example first = null;
            int forward = forward(chain);
            int window = chain.inputs().ids() == null ? forward : forward * Batching.WINDOW;
            for (int done = 0; done < count; done += window) {
                List<Example> drawn = draw(examples, Math.min(window, count - done));
                first = first == null ? drawn.get(0) : first;
                for (int i = 0; i < drawn.size(); i++) {
                    labels[done + i] = drawn.get(i).label();
                }
                List<Integer> order = byLength(drawn);
                for (int from = 0; from < order.size(); from += forward) {
                    List<Integer> together = order.subList(from, Math.min(order.size(), from + forward));
                    int before = done;
                    store.put(together.stream().map(i -> before + i).toList(), features.of(preprocessor.encode(together.stream().map(drawn::get).toList())));
                    work.advance(together.size());
                }
            }
            return store.result(labels, latencies(features.network(), chain, preprocessor, first, progress));
        }
    }

    /** Numbers of the examples, of texts the shortest first, so that those that go forward together are padded little. */
    private static List<Integer> byLength(List<Example> drawn) {
        return IntStream.range(0, drawn.size()).boxed().sorted(Comparator.comparingInt(i -> drawn.get(i).length())).toList();
    }

    private static List<Double> latencies(Network network, Chain chain, Preprocessor preprocessor, Example example,
            Progress progress) {
        try (NDManager scope = network.manager().newSubManager()) {
            Batch one = preprocessor.encode(List.of(nominal(example)));
            LatencyProfile profile = LatencyProfile.measure(network, chain,
                    ModelInputs.of(scope, one, chain.inputs(), chain.model()));
            progress.message(String.format(Locale.ROOT, "%s takes %.1f ms a sample; its layers one by one took %.2f"
                    + " times that and are scaled to it", chain.model(), profile.wholeMs(), profile.ratio()));
            return profile.layerMs();
        }
    }

    /** A text is repeated until the model's longest input is full: latency is stated at that length. */
    private static Example nominal(Example example) {
        if (!(example.content() instanceof Example.Text text)) {
            return example;
        }
        String words = text.text().isBlank() ? "text " : text.text() + " ";
        return new Example(example.id(), new Example.Text(words.repeat(LONG_TEXT / words.length() + 1)), example.label());
    }

    private static List<Example> draw(ProbeSet examples, int count) {
        List<Example> drawn = new ArrayList<>();
        while (drawn.size() < count && examples.hasNext()) {
            drawn.add(examples.next());
        }
        if (drawn.size() < count) {
            throw new IllegalStateException("the training split has fewer examples than it says");
        }
        return drawn;
    }

    private static int forward(Chain chain) {
        long bytes = chain.layers().stream().mapToLong(Layer::activationBytes).max().orElse(0);
        for (Cut cut : chain.cuts()) {
            Feature feature = cut.feature();
            bytes += 4 * feature.channels() * (feature.height() < 0 ? ASSUMED_TOKENS : feature.height()) * feature.width();
        }
        return (int) Math.max(1, Math.min(MAX_FORWARD, FORWARD_BYTES / Math.max(1, bytes)));
    }
}
