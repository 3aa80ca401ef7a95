package dev.reassembly.partition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The plainest way to the optimum of J: every cut of every model, every choice of anchors among the blocks. */
final class ExhaustivePartition {
    private final PartitionProblem problem;
    private final PartitionOptions options;

    ExhaustivePartition(PartitionProblem problem, PartitionOptions options) {
        this.problem = problem;
        this.options = options;
    }

    /** A block of the zoo; {@code position} is its place in its model. */
    record Block(int model, int position, int from, int to) {}

    double optimum() {
        return overCuts(0, new ArrayList<>());
    }

    /** The best value that one model can have with given anchors, any block being free to join any set it may. */
    double bestOfModel(int model, List<Block> anchors) {
        double best = Double.NEGATIVE_INFINITY;
        for (List<Block> cut : cuts(model)) {
            double sum = 0;
            for (Block block : cut) {
                sum += nearest(block, anchors);
            }
            best = Math.max(best, sum);
        }
        return best;
    }

    /** All cuts of a model into K blocks within its bound. */
    List<List<Block>> cuts(int model) {
        List<List<Block>> all = new ArrayList<>();
        extend(model, 0, new ArrayList<>(), all);
        long least = all.stream().mapToLong(this::largest).min().orElseThrow();
        // The bound in its defining form, with no rounding: size * K < (1 + eps) * total.
        double fair = (1 + options.tolerance()) * problem.models().get(model).sizes().stream().mapToLong(Long::longValue).sum();
        all.removeIf(cut -> least * options.blocks() < fair - 1e-6 ? largest(cut) * options.blocks() >= fair - 1e-6
                : largest(cut) > least);
        return all;
    }

    double similarity(Block a, Block b) {
        double[][] c = problem.similarity();
        int i = problem.offset(a.model());
        int j = problem.offset(b.model());
        return c[i + a.from()][j + b.from()] + c[i + a.to()][j + b.to()];
    }

    private long largest(List<Block> cut) {
        return cut.stream().mapToLong(b -> problem.models().get(b.model()).sizes().subList(b.from(), b.to()).stream()
                .mapToLong(Long::longValue).sum()).max().orElseThrow();
    }

    private void extend(int model, int from, List<Block> blocks, List<List<Block>> all) {
        int layers = problem.models().get(model).layers();
        if (blocks.size() == options.blocks()) {
            if (from == layers) {
                all.add(List.copyOf(blocks));
            }
            return;
        }
        for (int to = from + 1; to <= layers; to++) {
            blocks.add(new Block(model, blocks.size(), from, to));
            extend(model, to, blocks, all);
            blocks.remove(blocks.size() - 1);
        }
    }

    private double overCuts(int model, List<Block> blocks) {
        if (model == problem.models().size()) {
            return overAnchors(blocks, new ArrayList<>());
        }
        double best = Double.NEGATIVE_INFINITY;
        for (List<Block> cut : cuts(model)) {
            blocks.addAll(cut);
            best = Math.max(best, overCuts(model + 1, blocks));
            blocks.subList(blocks.size() - cut.size(), blocks.size()).clear();
        }
        return best;
    }

    private double overAnchors(List<Block> blocks, List<Block> anchors) {
        if (anchors.size() == options.blocks()) {
            double sum = 0;
            for (Block block : blocks) {
                int own = anchors.indexOf(block);
                sum += own >= 0 ? similarity(block, block) : nearest(block, anchors);
            }
            return sum;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (Block block : blocks) {
            if (!anchors.contains(block) && mayJoin(block, anchors.size())) {
                anchors.add(block);
                best = Math.max(best, overAnchors(blocks, anchors));
                anchors.remove(anchors.size() - 1);
            }
        }
        return best;
    }

    private double nearest(Block block, List<Block> anchors) {
        List<Double> values = new ArrayList<>();
        for (int set = 0; set < anchors.size(); set++) {
            if (mayJoin(block, set)) {
                values.add(similarity(block, anchors.get(set)));
            }
        }
        return Collections.max(values);
    }

    private boolean mayJoin(Block block, int set) {
        return switch (options.membership()) {
            case FREE -> true;
            case BY_STAGE -> block.position() == set;
            case STEMS_APART -> (block.position() == 0) == (set == 0);
        };
    }
}
