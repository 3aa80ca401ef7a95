package dev.reassembly.probe;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.similarity.CenteredGram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Collects the pooled features of all cuts but cut 0; their Grams follow from them. */
final class FeatureStore {
    private final Chain chain;
    private final int batch;
    private final List<float[]> features = new ArrayList<>();
    private final int rows;

    FeatureStore(Chain chain, int samples, int batch) {
        this.chain = chain;
        this.rows = samples;
        this.batch = batch;
        for (int cut = 1; cut < chain.cuts().size(); cut++) {
            features.add(new float[Math.multiplyExact(samples, channels(cut))]);
        }
    }

    int channels(int cut) {
        return Math.toIntExact(chain.cuts().get(cut).feature().channels());
    }

    /**
     * Puts rows in their places.
     *
     * @param places of the rows, each given once
     * @param pooled for each cut from cut 1, row-major [places][channels]
     * @throws InvalidInputException when a value is NaN or infinite; names the model, the cut and the layer before it
     */
    void put(List<Integer> places, List<float[]> pooled) {
        for (int cut = 1; cut <= pooled.size(); cut++) {
            float[] values = pooled.get(cut - 1);
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new InvalidInputException("model " + chain.model() + ", cut " + cut + " (after layer "
                            + chain.layers().get(cut - 1).name() + ")", "its features hold " + value
                            + " on the probe set; every feature must be finite");
                }
            }
            int channels = channels(cut);
            for (int i = 0; i < places.size(); i++) {
                System.arraycopy(values, i * channels, features.get(cut - 1), places.get(i) * channels, channels);
            }
        }
    }

    ProbeResult result(int[] labels, List<Double> latencyMs) {
        List<Integer> channels = IntStream.rangeClosed(1, features.size()).mapToObj(this::channels).toList();
        List<List<float[]>> grams = IntStream.range(0, features.size())
                .mapToObj(i -> CenteredGram.of(features.get(i), rows, batch, channels.get(i))).toList();
        return new ProbeResult(chain.model(), rows, List.copyOf(features), channels, grams, batch, labels, latencyMs);
    }
}
