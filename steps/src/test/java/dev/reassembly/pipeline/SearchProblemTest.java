package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblyOptions;
import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.AssemblySearch;
import dev.reassembly.assembly.BudgetBounds;
import dev.reassembly.assembly.LinearProbe;
import dev.reassembly.assembly.StitchRegression;
import dev.reassembly.assembly.StitchRegressionScores;
import dev.reassembly.assembly.WholeParents;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.partition.Partition;
import dev.reassembly.probe.JoinLatency;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The objective against its formula in decision 4, over all assemblies of two models of three and four layers in three sets. */
class SearchProblemTest {
    private static final int SAMPLES = 60;
    private static final int CLASSES = 3;
    private static final int FOLDS = 5;
    private static final long SEED = 4;
    private static final Partition SETS = new Partition(
            List.of(new Partition.Cuts("a", List.of(0, 1, 2, 3), List.of(0, 1, 2)), new Partition.Cuts("b", List.of(0, 1, 3, 4), List.of(0, 1, 2))),
            List.of(new Partition.Block(0, 0), new Partition.Block(0, 1), new Partition.Block(0, 2)), 0, List.of());
    private static final List<Chain> CHAINS = List.of(chain("a", List.of(100L, 200L, 300L), 3, 4, 5), chain("b", List.of(10L, 20L, 30L, 40L), 3, 3, 6, 4));
    /** How much of a cut's features tells the class; the rest is noise. */
    private static final List<ProbeResult> PROBES = List.of(probe("a", new int[] {3, 4, 5}, 0.3, 0.5, 1.2), probe("b", new int[] {3, 3, 6, 4}, 0, 0.5, 0.5, 0.9));
    private static StitchRegressionScores explained;
    private static List<List<Double>> accuracies;

    @BeforeAll
    static void oracles() {
        explained = StitchRegression.fit(PROBES, FOLDS, SEED, Progress.SILENT);
        accuracies = PROBES.stream().map(probe -> LinearProbe.accuracies(probe, FOLDS, SEED)).toList();
    }

    @Test
    void isAccuracyAndShareOfTheCostLessWhatStitchesFailToExplain() {
        AssemblyProblem problem = problem(new BudgetBounds(null, 10_000L, null, null));
        List<Assembly> all = AssemblySearch.solve(problem, new AssemblyOptions(100, 60, 1, 1)).assemblies();
        assertThat(all).as("one block a set in any order of sets, stems first, less the two whole models").hasSizeGreaterThanOrEqualTo(6);
        assertThat(all).allSatisfy(assembly -> assertThat(assembly.score()).isCloseTo(expected(assembly, 10_000), within(1e-6)));
        // Else the formula's parts would not be told apart.
        assertThat(all.stream().map(Assembly::score).distinct()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(accuracies.get(0).get(2)).isGreaterThan(accuracies.get(1).get(3)).isGreaterThan(accuracies.get(0).get(0));
        assertThat(explained.lookup(0, 1, 1, 1)).as("noise is explained by nothing, which counts as 0").isNegative();
    }

    /** The dearest model takes the place of a bound that is not there. */
    @Test
    void withoutABoundTheDearestModelIsWhole() {
        AssemblyProblem problem = problem(new BudgetBounds(1_000_000L, null, null, null));
        assertThat(AssemblySearch.solve(problem, new AssemblyOptions(100, 60, 1, 1)).assemblies())
                .allSatisfy(assembly -> assertThat(assembly.score()).isCloseTo(expected(assembly, 600), within(1e-6)));
        Assembly whole = WholeParents.of(problem).stream().map(WholeParents.Parent::assembly).filter(parent -> parent.name().equals("parent-a"))
                .findFirst().orElseThrow();
        assertThat(whole.score()).as("all of the cost, no stitch").isCloseTo(accuracies.get(0).get(2) + 0.2, within(1e-9));
    }

    @Test
    void theOtherViewIsWhatBlocksAddLessWhatStitchesFailToExplain() {
        List<Assembly> all = AssemblySearch.solve(choices(new BudgetBounds(null, 10_000L, null, null)).gains(), new AssemblyOptions(100, 60, 1, 1)).assemblies();
        assertThat(all).hasSizeGreaterThanOrEqualTo(6).allSatisfy(assembly -> {
            double gains = 0;
            for (BlockRef block : assembly.blocks()) {
                List<Double> own = accuracies.get(model(block));
                gains += own.get(block.to() - 1) - (block.from() == 0 ? 0 : own.get(block.from() - 1));
            }
            assertThat(assembly.score()).isCloseTo(gains - 0.1 * unexplained(assembly), within(1e-6));
        });
    }

    /** By what an assembly says of itself. */
    private static double expected(Assembly assembly, long allowed) {
        List<BlockRef> blocks = assembly.blocks();
        BlockRef last = blocks.get(2);
        double used = blocks.stream().mapToLong(block -> CHAINS.get(model(block)).layers().subList(block.from(), block.to()).stream().mapToLong(Layer::flops).sum())
                .sum();
        return accuracies.get(model(last)).get(last.to() - 1) + 0.2 * used / allowed - 0.5 * unexplained(assembly) / 2;
    }

    /** 1 - R², the sum over the two joints. */
    private static double unexplained(Assembly assembly) {
        double sum = 0;
        for (int i = 1; i < 3; i++) {
            BlockRef from = assembly.blocks().get(i - 1);
            BlockRef to = assembly.blocks().get(i);
            sum += !assembly.stitched().get(i) ? 0 : 1 - Math.max(0, explained.lookup(model(from), from.to(), model(to), to.from()));
        }
        return sum;
    }

    private static int model(BlockRef block) {
        return block.model().equals("a") ? 0 : 1;
    }

    private static AssemblyProblem problem(BudgetBounds budget) {
        return choices(budget).programme();
    }

    private static SearchProblem.Choices choices(BudgetBounds budget) {
        ModelReassemblySpec spec = new ModelReassemblySpec(null, null, null, null, null, null, null, null, null, SEED, null, null, null);
        RunContext run = new RunContext("test", spec, new Storage(null, null), null, Device.cpu(), "cpu", Progress.SILENT, null, true, List.of(), null);
        return SearchProblem.of(SETS, CHAINS, List.of(0L, 0L), PROBES, CLASSES, budget, new JoinLatency(Device.cpu(), 0), new CutScores(run));
    }

    private static Chain chain(String model, List<Long> flops, int... channels) {
        List<Cut> cuts = new ArrayList<>(List.of(new Cut(0, "x", Feature.INPUT)));
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < channels.length; i++) {
            cuts.add(new Cut(i + 1, "t" + i, new Feature(Feature.Layout.NCHW, channels[i], 4, 4, false)));
            layers.add(new Layer(i, "layer" + i, "Conv", 50, flops.get(i), 64));
        }
        return new Chain(model, new Chain.Inputs("x", null, null, null), cuts, layers);
    }

    private static ProbeResult probe(String model, int[] channels, double... signals) {
        Random random = new Random(model.charAt(0));
        int[] labels = IntStream.range(0, SAMPLES).map(i -> i % CLASSES).toArray();
        List<float[]> features = new ArrayList<>();
        for (int cut = 0; cut < channels.length; cut++) {
            float[] values = new float[SAMPLES * channels[cut]];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((labels[i / channels[cut]] == i % channels[cut] ? 3 * signals[cut] : 0) + random.nextGaussian());
            }
            features.add(values);
        }
        return new ProbeResult(model, SAMPLES, features, IntStream.of(channels).boxed().collect(Collectors.toList()), List.of(), 8, labels,
                IntStream.range(0, channels.length).mapToObj(i -> 0.1).toList());
    }
}
