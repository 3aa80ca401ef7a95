package dev.reassembly.pipeline;

import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.BudgetBounds;
import dev.reassembly.assembly.StitchRegressionScores;
import dev.reassembly.assembly.TruncatedParents;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.HeadCost;
import dev.reassembly.model.compose.Stitch;
import dev.reassembly.model.compose.StitchCost;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.partition.Partition;
import dev.reassembly.probe.JoinLatency;
import dev.reassembly.probe.ProbeResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The integer programme of a partitioned zoo, with a sum that stands in for the accuracy after training: the accuracy that a ridge
 * classifier reaches on held-out probe samples at the end of the last block, in its own model; for each stitch what it fails to
 * explain of the next block's true input, 1 - R², held out too; and the share of the cost that a network makes use of.
 * Decision 4 says where the weights come from.
 */
final class SearchProblem {
    /** What stitches that explain nothing cost, all together, in accuracy. */
    static final double STITCH_WEIGHT = 0.5;
    /** What a network gains that uses all multiply-accumulates it may, over one that uses none. */
    static final double COST_WEIGHT = 0.2;

    private final List<Chain> chains;
    private final List<Long> textLengths;
    private final StitchRegressionScores regression;
    private final JoinLatency timer;
    private final List<AssemblyProblem.Block> blocks = new ArrayList<>();
    private final List<Integer> models = new ArrayList<>();
    private final List<AssemblyProblem.HeadCost> heads = new ArrayList<>();
    private final List<TruncatedParents.Ending> endings = new ArrayList<>();
    private final Head head;
    private final double costScale;
    private final double stitchScale;

    private SearchProblem(List<Chain> chains, List<Long> textLengths, StitchRegressionScores regression, JoinLatency timer, Head head,
            BudgetBounds budget, int sets) {
        double most = budget.flops() != null ? budget.flops()
                : chains.stream().mapToLong(chain -> chain.flops(0, chain.layers().size())).max().orElseThrow();
        costScale = COST_WEIGHT / Math.max(1, most);
        stitchScale = STITCH_WEIGHT / Math.max(1, sets - 1);
        this.chains = chains;
        this.textLengths = textLengths;
        this.regression = regression;
        this.timer = timer;
        this.head = head;
    }

    /** What is chosen from: the programme, and every cut at which a model may end. */
    record Choices(AssemblyProblem programme, List<TruncatedParents.Ending> endings) {}

    /** @param textLengths tokens of one sample for each model, 0 for pictures */
    static Choices of(Partition partition, List<Chain> chains, List<Long> textLengths, List<ProbeResult> probes, int classes,
            BudgetBounds budget, JoinLatency timer, CutScores scores) {
        SearchProblem problem = new SearchProblem(chains, textLengths, scores.stitches(probes), timer, new Head(classes), budget,
                partition.anchors().size());
        for (int m = 0; m < chains.size(); m++) {
            List<Double> accuracies = scores.accuracies(probes).get(m);
            problem.add(m, partition.models().get(m), probes.get(m), accuracies);
            problem.addEndings(chains.get(m), probes.get(m), accuracies);
        }
        return new Choices(new AssemblyProblem(partition.anchors().size(), problem.blocks, problem::stitch, problem.heads, budget), problem.endings);
    }

    private void add(int model, Partition.Cuts cuts, ProbeResult probe, List<Double> accuracies) {
        Chain chain = chains.get(model);
        for (int b = 0; b < cuts.sets().size(); b++) {
            int from = cuts.boundaries().get(b);
            int to = cuts.boundaries().get(b + 1);
            blocks.add(block(chain, from, to, cuts.sets().get(b), probe, costScale * chain.flops(from, to)));
            models.add(model);
            // Accuracies are listed from cut 1 on: the input has no features.
            heads.add(head(chain.cuts().get(to).feature(), accuracies.get(to - 1)));
        }
    }

    private void addEndings(Chain chain, ProbeResult probe, List<Double> accuracies) {
        for (int to = 1; to <= chain.layers().size(); to++) {
            Feature last = chain.cuts().get(to).feature();
            endings.add(new TruncatedParents.Ending(block(chain, 0, to, 0, probe, accuracies.get(to - 1)), () -> head(last, 0)));
        }
    }

    private static AssemblyProblem.Block block(Chain chain, int from, int to, int set, ProbeResult probe, double score) {
        double latency = probe.latencyMs().subList(from, to).stream().mapToDouble(Double::doubleValue).sum();
        long activations = chain.layers().subList(from, to).stream().mapToLong(Layer::activationBytes).max().orElse(0);
        return new AssemblyProblem.Block(chain.model(), from, to, set, from == 0, chain.parameters(from, to), chain.flops(from, to), latency,
                activations, score);
    }

    private AssemblyProblem.HeadCost head(Feature last, double score) {
        HeadCost cost = HeadCost.of(last, head);
        return new AssemblyProblem.HeadCost(cost.parameters(), cost.flops(), timer.headMs(last, head.classes()), score);
    }

    private AssemblyProblem.StitchCost stitch(int from, int to) {
        AssemblyProblem.Block before = blocks.get(from);
        AssemblyProblem.Block after = blocks.get(to);
        boolean joined = before.continuedBy(after);
        Feature source = chains.get(models.get(from)).cuts().get(before.to()).feature();
        Feature target = chains.get(models.get(to)).cuts().get(after.from()).feature();
        if (!StitchCost.isPossible(source, target)) {
            return new AssemblyProblem.StitchCost(0, 0, 0, 0, 0, false);
        }
        Stitch stitch = new Stitch(source, target, false);
        StitchCost cost = StitchCost.of(stitch, textLengths.get(models.get(to)));
        long places = Math.max(1, cost.flops() / Math.max(1, source.channels() * target.channels()));
        double r2 = joined ? 1 : Math.max(0, regression.lookup(models.get(from), before.to(), models.get(to), after.from()));
        long bytes = 4 * places * (source.channels() + target.channels());
        return new AssemblyProblem.StitchCost(cost.parameters(), cost.flops(), timer.stitchMs(stitch), bytes, stitchScale * (r2 - 1), true);
    }
}
