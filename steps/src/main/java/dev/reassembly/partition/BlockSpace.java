package dev.reassembly.partition;

import dev.reassembly.failure.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** All blocks that the models of a zoo may be cut into, and how similar two of them are. Shared by all restarts; immutable. */
final class BlockSpace {
    final int models;
    final int sets;
    final Membership membership;
    private final int[] offset;
    private final long[][] prefix;
    private final long[] limit;
    private final int[][] furthest;
    /** [model][k]: the first cut from which k blocks reach the end. */
    private final int[][] earliest;
    private final double[][] similarity;
    /** [model][k][cut]: in how many ways the layers from the cut on fall into k blocks. */
    private final double[][][] ways;

    BlockSpace(PartitionProblem problem, PartitionOptions options) {
        models = problem.models().size();
        sets = options.blocks();
        membership = options.membership();
        similarity = problem.similarity();
        offset = new int[models];
        prefix = new long[models][];
        limit = new long[models];
        furthest = new int[models][];
        earliest = new int[models][sets + 1];
        ways = new double[models][][];
        List<SizeBound> bounds = bounds(problem, options);
        for (int m = 0; m < models; m++) {
            List<Long> sizes = problem.models().get(m).sizes();
            offset[m] = problem.offset(m);
            prefix[m] = new long[sizes.size() + 1];
            for (int i = 0; i < sizes.size(); i++) {
                prefix[m][i + 1] = prefix[m][i] + sizes.get(i);
            }
            limit[m] = bounds.get(m).limit();
            furthest[m] = furthest(m);
            ways[m] = countWays(m);
            for (int k = 0; k <= sets; k++) {
                while (ways[m][k][earliest[m][k]] == 0) {
                    earliest[m][k]++;
                }
            }
        }
    }

    static List<SizeBound> bounds(PartitionProblem problem, PartitionOptions options) {
        List<SizeBound> bounds = new ArrayList<>();
        for (PartitionProblem.Model model : problem.models()) {
            if (model.layers() < options.blocks()) {
                throw new InvalidInputException("model " + model.name(), String.format(Locale.ROOT,
                        "%d layers found where spec.partition.blocks asks for %d blocks; at least one layer a block is needed",
                        model.layers(), options.blocks()));
            }
            bounds.add(SizeBound.of(model, options.blocks(), options.tolerance()));
        }
        return bounds;
    }

    int layers(int model) {
        return prefix[model].length - 1;
    }

    /** The number of cut 0 of a model among those of the zoo. */
    int offset(int model) {
        return offset[model];
    }

    /** How alike all cuts of the zoo are to one; the caller leaves it alone. */
    double[] alike(int model, int cut) {
        return similarity[offset[model] + cut];
    }

    boolean fits(int model, int from, int to) {
        return prefix[model][to] - prefix[model][from] <= limit[model];
    }

    /** The last cut at which a block may end that starts at {@code from}; {@code from} itself when there is none. */
    int furthest(int model, int from) {
        return furthest[model][from];
    }

    /** The first cut from which {@code blocks} blocks within the bound reach the end of the model. */
    int earliest(int model, int blocks) {
        return earliest[model][blocks];
    }

    /** S in the paper's Lagrangian form: similarity of the inputs plus similarity of the outputs. */
    double similarity(int model, int from, int to, int otherModel, int otherFrom, int otherTo) {
        int own = offset[model];
        int other = offset[otherModel];
        return similarity[own + from][other + otherFrom] + similarity[own + to][other + otherTo];
    }

    /** K+1 boundaries, uniformly among all cuts of the model that keep to its size bound. */
    int[] randomCuts(int model, SplittableRandom random) {
        int[] cuts = new int[sets + 1];
        for (int k = 0; k < sets; k++) {
            int from = cuts[k];
            double left = random.nextDouble() * ways[model][sets - k][from];
            int chosen = -1;
            for (int to = from + 1; to <= layers(model) && fits(model, from, to) && (chosen < 0 || left >= 0); to++) {
                double count = ways[model][sets - k - 1][to];
                if (count > 0) {
                    chosen = to;
                    left -= count;
                }
            }
            cuts[k + 1] = chosen;
        }
        return cuts;
    }

    private int[] furthest(int model) {
        int[] furthest = new int[layers(model)];
        for (int from = 0; from < furthest.length; from++) {
            int to = from;
            while (to < furthest.length && fits(model, from, to + 1)) {
                to++;
            }
            furthest[from] = to;
        }
        return furthest;
    }

    private double[][] countWays(int model) {
        int layers = layers(model);
        double[][] count = new double[sets + 1][layers + 1];
        count[0][layers] = 1;
        for (int k = 1; k <= sets; k++) {
            for (int from = layers - 1; from >= 0; from--) {
                for (int to = from + 1; to <= layers && fits(model, from, to); to++) {
                    count[k][from] += count[k - 1][to];
                }
            }
        }
        return count;
    }
}
