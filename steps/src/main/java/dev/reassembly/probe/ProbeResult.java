package dev.reassembly.probe;

import dev.reassembly.similarity.CutGrams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What leaves the probe of one model. All cuts but cut 0 (the input) are in it, in chain order.
 *
 * @param model the name in the zoo
 * @param samples number of probe samples n in the features
 * @param features per cut, pooled features row-major [samples][channels]: the mean over the map or over unmasked tokens
 * @param grams per cut, per minibatch: strict upper triangle of the U-centred linear Gram matrix, row-major, b(b-1)/2 values
 * @param batch minibatch size b (>= 4); samples that fill no whole minibatch do not enter the Grams
 * @param labels class of each sample, the same for every model
 * @param latencyMs per layer of the chain, measured on the device for one sample
 */
public record ProbeResult(String model, int samples, List<float[]> features, List<Integer> channels, List<List<float[]>> grams,
        int batch, int[] labels, List<Double> latencyMs) {

    /** Features of the first samples alone, without Grams: what a search keeps of a zoo. */
    public ProbeResult first(int most) {
        int kept = Math.min(samples, most);
        List<float[]> fewer = IntStream.range(0, features.size()).mapToObj(cut -> Arrays.copyOf(features.get(cut), kept * channels.get(cut))).toList();
        return new ProbeResult(model, kept, fewer, channels, List.of(), batch, Arrays.copyOf(labels, kept), latencyMs);
    }

    /** The Grams alone, as the similarity of cuts wants them. */
    public CutGrams cutGrams() {
        return new CutGrams(model, batch, grams);
    }
}
