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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The integer programmes of a partitioned zoo. Each maximises a sum that stands in for the accuracy after training, in one of two
 * {@linkplain View views}. Accuracies are those of a ridge classifier on held-out probe samples, at cuts of the blocks' own models; R² is
 * how much of the next block's true input a stitch explains, held out too. Decision 4 says where views and weights come from.
 */
final class SearchProblem {
    /** The last block's view: what stitches that explain nothing cost, all together, in accuracy. */
    static final double STITCH_WEIGHT = 0.5;
    /** The last block's view: what a network gains that uses all multiply-accumulates it may, over one that uses none. */
    static final double COST_WEIGHT = 0.2;
    /** The view of gains: what each stitch costs that explains nothing. */
    static final double GAIN_STITCH_WEIGHT = 0.1;

    /** What makes a network good; neither view holds for every zoo. */
    enum View {
        /** The accuracy at the end of the last block, the mean of 1 - R² over the stitches, and the share of the cost that is used. */
        LAST_BLOCK,
        /** What each block adds to the accuracy in its own model, and 1 - R² of each stitch. */
        GAINS
    }

    private final List<Chain> chains;
    private final List<Long> textLengths;
    private final StitchRegressionScores regression;
    private final JoinLatency timer;
    private final List<AssemblyProblem.Block> blocks = new ArrayList<>();
    private final List<Integer> models = new ArrayList<>();
    private final List<AssemblyProblem.HeadCost> heads = new ArrayList<>();
    private final Head head;
    private final View view;
    private final double costScale;
    private final double stitchScale;

    private SearchProblem(List<Chain> chains, List<Long> textLengths, StitchRegressionScores regression, JoinLatency timer, Head head,
            BudgetBounds budget, int sets, View view) {
        double most = budget.flops() != null ? budget.flops()
                : chains.stream().mapToLong(chain -> chain.flops(0, chain.layers().size())).max().orElseThrow();
        costScale = COST_WEIGHT / Math.max(1, most);
        stitchScale = view == View.GAINS ? GAIN_STITCH_WEIGHT : STITCH_WEIGHT / Math.max(1, sets - 1);
        this.view = view;
        this.chains = chains;
        this.textLengths = textLengths;
        this.regression = regression;
        this.timer = timer;
        this.head = head;
    }

    /**
     * What is chosen from.
     *
     * @param programme the last block's view
     * @param gains the same blocks in the view of gains
     * @param endings every cut at which a model may end
     */
    record Choices(AssemblyProblem programme, AssemblyProblem gains, List<TruncatedParents.Ending> endings) {}

    /** @param probes of the zoo, in its order */
    static Choices of(RunContext run, InspectStep inspect, Partition partition, List<ProbeResult> probes, BudgetBounds budget, CutScores scores)
            throws IOException {
        List<Chain> chains = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            chains.add(inspect.chain(member));
        }
        List<Long> lengths = run.zoo.stream().map(ZooMember::textLength).toList();
        int longest = Math.toIntExact(Collections.max(lengths));
        return of(partition, chains, lengths, probes, run.dataset.classes().size(), budget, new JoinLatency(run.device, longest), scores);
    }

    /** @param textLengths tokens of one sample for each model, 0 for pictures */
    static Choices of(Partition partition, List<Chain> chains, List<Long> textLengths, List<ProbeResult> probes, int classes,
            BudgetBounds budget, JoinLatency timer, CutScores scores) {
        List<TruncatedParents.Ending> endings = new ArrayList<>();
        Map<View, AssemblyProblem> programmes = new EnumMap<>(View.class);
        for (View view : View.values()) {
            SearchProblem problem = new SearchProblem(chains, textLengths, scores.stitches(probes), timer, new Head(classes), budget,
                    partition.anchors().size(), view);
            for (int m = 0; m < chains.size(); m++) {
                problem.add(m, partition.models().get(m), probes.get(m), scores.accuracies(probes).get(m));
            }
            programmes.put(view, new AssemblyProblem(partition.anchors().size(), problem.blocks, problem::stitch, problem.heads, budget));
            if (endings.isEmpty()) {
                for (int m = 0; m < chains.size(); m++) {
                    problem.addEndings(chains.get(m), probes.get(m), scores.accuracies(probes).get(m), endings);
                }
            }
        }
        return new Choices(programmes.get(View.LAST_BLOCK), programmes.get(View.GAINS), endings);
    }

    private void add(int model, Partition.Cuts cuts, ProbeResult probe, List<Double> accuracies) {
        Chain chain = chains.get(model);
        for (int b = 0; b < cuts.sets().size(); b++) {
            int from = cuts.boundaries().get(b);
            int to = cuts.boundaries().get(b + 1);
            // Accuracies are listed from cut 1 on: the input has no features.
            double gain = accuracies.get(to - 1) - (from == 0 ? 0 : accuracies.get(from - 1));
            boolean gains = view == View.GAINS;
            blocks.add(block(chain, from, to, cuts.sets().get(b), probe, gains ? gain : costScale * chain.flops(from, to)));
            models.add(model);
            heads.add(head(chain.cuts().get(to).feature(), gains ? 0 : accuracies.get(to - 1)));
        }
    }

    private void addEndings(Chain chain, ProbeResult probe, List<Double> accuracies, List<TruncatedParents.Ending> endings) {
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
