package dev.reassembly.performance;

import dev.reassembly.partition.PartitionProblem;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Zoos whose similarity follows a formula, the same as in peers/synthetic.py. */
final class SyntheticZoo {
    private static final int BEND = 1;
    private static final int FAMILY = 2;
    private static final int NOISE = 3;
    private static final int FAMILIES = 4;

    private SyntheticZoo() {}

    /** How many layers each model has, of as many in all. */
    static int[] layers(int models, int layers) {
        return IntStream.range(0, models).map(m -> (int) ((long) layers * (m + 1) / models - (long) layers * m / models)).toArray();
    }

    /**
     * Cuts are alike that lie at about the same depth, on an axis that each model bends in its own way; those of the same family of models
     * more so. A fifth of it is noise. Raw inputs are like each other and like nothing else. All layers are of the same size.
     */
    static PartitionProblem of(long seed, int models, int layers) {
        Draws draws = new Draws(seed);
        int[] lengths = layers(models, layers);
        int size = layers + models;
        int[] model = new int[size];
        double[] depth = new double[size];
        for (int m = 0, row = 0; m < models; m++) {
            for (int cut = 0; cut <= lengths[m]; cut++, row++) {
                double share = (double) cut / lengths[m];
                model[row] = m;
                depth[row] = cut == 0 ? -1 : share + 0.3 * (draws.unit(BEND, m, 0) - 0.5) * share * (1 - share) * 4;
            }
        }
        double[][] similarity = new double[size][size];
        for (int i = 0; i < size; i++) {
            similarity[i][i] = 1;
            for (int j = 0; j < i; j++) {
                double value = depth[i] < 0 || depth[j] < 0 ? depth[i] == depth[j] ? 1 : 0
                        : (family(draws, model[i]) == family(draws, model[j]) ? 1 : 0.8) * (1 - 0.2 * draws.unit(NOISE, i, j))
                                / (1 + 16 * (depth[i] - depth[j]) * (depth[i] - depth[j]));
                similarity[i][j] = value;
                similarity[j][i] = value;
            }
        }
        List<PartitionProblem.Model> zoo = IntStream.range(0, models)
                .mapToObj(m -> new PartitionProblem.Model("m" + m, Collections.nCopies(lengths[m], 1L))).toList();
        return new PartitionProblem(zoo, similarity);
    }

    private static int family(Draws draws, int model) {
        return (int) (FAMILIES * draws.unit(FAMILY, model, 0));
    }
}
