package dev.reassembly.assembly;

import java.util.List;

/**
 * How well an affine map carries the pooled features of one cut to those of another: R^2 on held-out samples, 1 for a perfect
 * map, 0 for one that knows no more than the mean, below 0 for a worse one. Directed. Values of different target cuts cannot
 * be compared with each other: some targets are easier than others.
 *
 * @param models names in zoo order
 * @param cuts number of cuts of each model, without cut 0
 * @param values row-major [source cut][target cut] over all cuts of all models in order
 */
public record StitchRegressionScores(List<String> models, List<Integer> cuts, float[] values) {
    public StitchRegressionScores {
        models = List.copyOf(models);
        cuts = List.copyOf(cuts);
    }

    /**
     * @param fromModel position of the source's model in {@link #models}
     * @param fromCut from 1 to the model's number of layers
     */
    public double lookup(int fromModel, int fromCut, int toModel, int toCut) {
        int width = (int) Math.round(Math.sqrt(values.length));
        return values[position(fromModel, fromCut) * width + position(toModel, toCut)];
    }

    private int position(int model, int cut) {
        if (cut < 1 || cut > cuts.get(model)) {
            throw new IndexOutOfBoundsException("model " + models.get(model) + " has features at cuts 1 to " + cuts.get(model)
                    + ", not at " + cut);
        }
        int position = cut - 1;
        for (int i = 0; i < model; i++) {
            position += cuts.get(i);
        }
        return position;
    }
}
