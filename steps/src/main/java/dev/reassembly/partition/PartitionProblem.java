package dev.reassembly.partition;

import dev.reassembly.failure.InvalidInputException;
import java.util.List;

/**
 * A zoo as the partition sees it: sizes of layers, and how alike any two cuts are.
 *
 * <p>A model of L layers has the cuts 0 to L. The cuts of all models are numbered through in zoo order; {@code similarity} has
 * a row and a column for each. It must be symmetric and finite; the unbiased CKA that usually fills it may leave [0, 1] a
 * little. For cut 0, the raw input, the caller chooses: 1 among inputs and 0 between an input and a feature says that only
 * blocks that read raw inputs are alike there.
 *
 * @param similarity not copied; the caller leaves it alone while a search runs
 */
public record PartitionProblem(List<Model> models, double[][] similarity) {
    private static final double ASYMMETRY = 1e-6;

    /** @param sizes of the layers in chain order, in any unit; not negative */
    public record Model(String name, List<Long> sizes) {
        public Model {
            sizes = List.copyOf(sizes);
            for (int i = 0; i < sizes.size(); i++) {
                if (sizes.get(i) < 0) {
                    throw new IllegalArgumentException(name + ": layer " + i + " has the size " + sizes.get(i));
                }
            }
        }

        public int layers() {
            return sizes.size();
        }
    }

    public PartitionProblem {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new InvalidInputException("spec.zoo", "empty, at least one model is needed");
        }
        int cuts = models.stream().mapToInt(model -> model.layers() + 1).sum();
        if (similarity.length != cuts) {
            throw new IllegalArgumentException("similarity has " + similarity.length + " rows for " + cuts + " cuts");
        }
        for (int i = 0; i < cuts; i++) {
            if (similarity[i].length != cuts) {
                throw new IllegalArgumentException("row " + i + " of similarity has " + similarity[i].length + " of " + cuts
                        + " columns");
            }
            for (int j = 0; j <= i; j++) {
                if (!(Math.abs(similarity[i][j] - similarity[j][i]) <= ASYMMETRY)) {
                    throw new IllegalArgumentException("similarity of cuts " + i + " and " + j + " is " + similarity[i][j]
                            + " one way and " + similarity[j][i] + " the other");
                }
            }
        }
    }

    /** The number of cut 0 of a model. */
    public int offset(int model) {
        return models.subList(0, model).stream().mapToInt(m -> m.layers() + 1).sum();
    }
}
