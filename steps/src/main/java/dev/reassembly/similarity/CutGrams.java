package dev.reassembly.similarity;

import java.util.List;

/**
 * The U-centred Grams of one model's cuts. Takes about 2 n b bytes a cut for n samples in minibatches of b.
 *
 * @param model the name in the zoo
 * @param batch minibatch size b
 * @param grams for cut 1, 2, ... and each minibatch the triangle that {@link CenteredGram#of} gives; all models of a zoo
 *     have the same minibatches
 */
public record CutGrams(String model, int batch, List<List<float[]>> grams) {
    public CutGrams {
        grams = List.copyOf(grams);
        if (grams.isEmpty() || grams.get(0).isEmpty()) {
            throw new IllegalArgumentException(model + " has no Grams");
        }
        int length = CenteredGram.length(batch);
        for (List<float[]> cut : grams) {
            if (cut.size() != grams.get(0).size() || cut.stream().anyMatch(triangle -> triangle.length != length)) {
                throw new IllegalArgumentException(model + ": every cut has " + grams.get(0).size() + " Grams of " + length
                        + " values");
            }
        }
    }

    /** Number of cuts, without cut 0 (the raw input, which has no features). */
    public int cuts() {
        return grams.size();
    }

    public int minibatches() {
        return grams.get(0).size();
    }
}
