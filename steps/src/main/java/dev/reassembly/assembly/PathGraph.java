package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.HeadCost;
import dev.reassembly.assembly.AssemblyProblem.StitchCost;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The problem in whole numbers, as a directed graph: an assembly is a path of K blocks, one of each set, that starts at a stem
 * and passes only arcs between blocks that may stand side by side. Arcs can be closed when no wanted assembly passes them.
 */
final class PathGraph {
    /** Scores are rounded to multiples of 1/SCORE_UNITS, or coarser when they are so large that sums would lose digits. */
    private static final double SCORE_UNITS = 1e6;
    private static final double EXACT = 1L << 40;

    final int blocks;
    final int sets;
    final int[] set;
    final int[] model;
    final boolean[] stem;
    final boolean[][] open;
    final double scoreUnits;
    final Weights score;
    /** Parameters, FLOPs and nanoseconds; memory is not additive. */
    final Map<Resource, Weights> costs;
    final long[] activation;
    final long[][] stitchActivation;
    final BudgetBounds budget;

    private PathGraph(PathGraph other, BudgetBounds budget) {
        this.blocks = other.blocks;
        this.sets = other.sets;
        this.set = other.set;
        this.model = other.model;
        this.stem = other.stem;
        this.open = Arrays.stream(other.open).map(boolean[]::clone).toArray(boolean[][]::new);
        this.scoreUnits = other.scoreUnits;
        this.score = other.score;
        this.costs = other.costs;
        this.activation = other.activation;
        this.stitchActivation = other.stitchActivation;
        this.budget = budget;
    }

    PathGraph(AssemblyProblem problem) {
        List<Block> all = problem.blocks();
        blocks = all.size();
        sets = problem.sets();
        budget = problem.budget();
        set = all.stream().mapToInt(Block::set).toArray();
        List<String> names = all.stream().map(Block::model).distinct().toList();
        model = all.stream().mapToInt(block -> names.indexOf(block.model())).toArray();
        stem = new boolean[blocks];
        open = new boolean[blocks][blocks];
        activation = all.stream().mapToLong(Block::activationBytes).toArray();
        stitchActivation = new long[blocks][blocks];
        score = Weights.zero(blocks);
        costs = new EnumMap<>(Resource.class);
        for (Resource resource : List.of(Resource.PARAMETERS, Resource.FLOPS, Resource.LATENCY)) {
            costs.put(resource, Weights.zero(blocks));
        }
        for (int b = 0; b < blocks; b++) {
            stem[b] = all.get(b).stem();
            fill(problem, b);
        }
        scoreUnits = roundScores();
    }

    private void fill(AssemblyProblem problem, int b) {
        Block block = problem.blocks().get(b);
        HeadCost head = problem.heads().get(b);
        score.entry()[b] = block.score();
        score.exit()[b] = head.score();
        entryAndExit(Resource.PARAMETERS, b, block.parameters(), head.parameters());
        entryAndExit(Resource.FLOPS, b, block.flops(), head.flops());
        entryAndExit(Resource.LATENCY, b, nanoseconds(block.latencyMs()), nanoseconds(head.latencyMs()));
        for (int c = 0; c < blocks; c++) {
            Block next = problem.blocks().get(c);
            if (block.set() == next.set() || next.stem()) {
                continue;
            }
            StitchCost joint = problem.joint(b, c);
            open[b][c] = joint.allowed();
            if (joint.allowed()) {
                score.arc()[b][c] = joint.score() + next.score();
                costs.get(Resource.PARAMETERS).arc()[b][c] = joint.parameters() + next.parameters();
                costs.get(Resource.FLOPS).arc()[b][c] = joint.flops() + next.flops();
                costs.get(Resource.LATENCY).arc()[b][c] = nanoseconds(joint.latencyMs()) + nanoseconds(next.latencyMs());
                stitchActivation[b][c] = joint.activationBytes();
            }
        }
    }

    private void entryAndExit(Resource resource, int b, long entry, long exit) {
        costs.get(resource).entry()[b] = entry;
        costs.get(resource).exit()[b] = exit;
    }

    private static long nanoseconds(double milliseconds) {
        return Math.round(milliseconds * BudgetBounds.LATENCY_UNITS);
    }

    private double roundScores() {
        double largest = 0;
        for (int b = 0; b < blocks; b++) {
            largest = Math.max(largest, Math.max(Math.abs(score.entry()[b]), Math.abs(score.exit()[b])));
            for (double value : score.arc()[b]) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        double units = SCORE_UNITS;
        while (largest * (sets + 1) * units > EXACT) {
            units /= 10;
        }
        for (int b = 0; b < blocks; b++) {
            score.entry()[b] = Math.rint(score.entry()[b] * units);
            score.exit()[b] = Math.rint(score.exit()[b] * units);
            for (int c = 0; c < blocks; c++) {
                score.arc()[b][c] = Math.rint(score.arc()[b][c] * units);
            }
        }
        return units;
    }

    /** A graph with its own arcs to close; everything else is shared. */
    PathGraph copy() {
        return new PathGraph(this, budget);
    }

    PathGraph withBudget(BudgetBounds other) {
        return new PathGraph(this, other);
    }

    /** What a path needs, in the units of {@link BudgetBounds#units}. */
    long amount(Resource resource, int[] path) {
        return resource == Resource.MEMORY
                ? Evaluation.WEIGHT_BYTES * (long) costs.get(Resource.PARAMETERS).of(path) + peak(path)
                : (long) costs.get(resource).of(path);
    }

    long peak(int[] path) {
        long peak = activation[path[0]];
        for (int i = 1; i < path.length; i++) {
            peak = Math.max(peak, Math.max(activation[path[i]], stitchActivation[path[i - 1]][path[i]]));
        }
        return peak;
    }

    /** What all paths over an arc hold at least. */
    long peak(int from, int to) {
        return Math.max(stitchActivation[from][to], Math.max(activation[from], activation[to]));
    }

    /** What any path holds at least: it takes a block of every set. */
    long leastPeak() {
        long[] least = new long[sets];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int b = 0; b < blocks; b++) {
            least[set[b]] = Math.min(least[set[b]], activation[b]);
        }
        return Arrays.stream(least).max().orElseThrow();
    }

    boolean fits(int[] path) {
        for (Resource resource : Resource.values()) {
            if (amount(resource, path) > budget.units(resource)) {
                return false;
            }
        }
        return true;
    }

    /** An assembly combines at least two models; whole parents are listed apart. */
    boolean mixed(int[] path) {
        for (int block : path) {
            if (model[block] != model[path[0]]) {
                return true;
            }
        }
        return false;
    }
}
