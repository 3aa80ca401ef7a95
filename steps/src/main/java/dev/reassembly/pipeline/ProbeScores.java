package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.ReplaceOne;
import dev.reassembly.assembly.StitchRegressionScores;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.partition.Partition;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.similarity.CutSimilarity;
import dev.reassembly.similarity.SimilarityMatrix;
import dev.reassembly.study.Scores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The scores of assemblies that need no more than the models' probes: nothing is built. */
final class ProbeScores {
    private final AssemblyProblem problem;
    private final Partition sets;
    private final List<ProbeResult> probes;
    private final long seed;
    private final StitchRegressionScores regression;
    private final List<List<Double>> accuracies;
    private final SimilarityMatrix similarity;
    private final Map<List<Integer>, Double> losses = new HashMap<>();

    ProbeScores(AssemblyProblem problem, Partition sets, List<ProbeResult> probes, long seed, CutScores cuts) {
        this.problem = problem;
        this.sets = sets;
        this.probes = probes;
        this.seed = seed;
        this.regression = cuts.stitches(probes);
        this.accuracies = cuts.accuracies(probes);
        this.similarity = CutSimilarity.compute(probes.stream().map(ProbeResult::cutGrams).toList());
    }

    /** By name. */
    Map<String, Double> of(Assembly assembly) {
        List<BlockRef> blocks = assembly.blocks();
        BlockRef last = blocks.get(blocks.size() - 1);
        double cost = blocks.stream().mapToDouble(block -> problem.blocks().get(position(block)).score()).sum();
        double stitches = IntStream.range(1, blocks.size())
                .mapToDouble(i -> problem.stitches().between(position(blocks.get(i - 1)), position(blocks.get(i))).score()).sum();
        int[] joints = IntStream.range(1, blocks.size()).filter(i -> assembly.stitched().get(i)).toArray();
        double[] explained = IntStream.of(joints).mapToDouble(i -> regression.lookup(model(blocks.get(i - 1)), blocks.get(i - 1).to(),
                model(blocks.get(i)), blocks.get(i).from())).toArray();
        double[] alike = IntStream.of(joints).mapToDouble(i -> similarity.lookup(model(blocks.get(i - 1)), blocks.get(i - 1).to(),
                model(blocks.get(i)), blocks.get(i).from())).toArray();
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put(Scores.PARAMETERS, (double) assembly.parameters());
        scores.put(Scores.FLOPS, (double) assembly.flops());
        scores.put(Scores.PROGRAMME, cost + stitches + problem.heads().get(position(last)).score());
        scores.put(Scores.GAINS, blocks.stream().mapToDouble(b -> accuracy(model(b), b.to()) - (b.from() == 0 ? 0 : accuracy(model(b), b.from()))).sum()
                - SearchProblem.GAIN_STITCH_WEIGHT * DoubleStream.of(explained).map(r2 -> 1 - Math.max(0, r2)).sum());
        scores.put(Scores.COST, cost);
        scores.put(Scores.STITCHES, stitches);
        scores.put(Scores.LAST_BLOCK, accuracy(model(last), last.to()));
        put(scores, Scores.LEAST_R2, DoubleStream.of(explained).min());
        put(scores, Scores.MEAN_R2, DoubleStream.of(explained).average());
        put(scores, Scores.CKA, DoubleStream.of(alike).average());
        put(scores, Scores.REPLACE_ONE, blocks.stream().flatMapToDouble(this::losses).map(loss -> -loss).average());
        return scores;
    }

    private static void put(Map<String, Double> scores, String name, OptionalDouble value) {
        value.ifPresent(known -> scores.put(name, known));
    }

    /** What each other model loses whose block in the same set this one replaces. */
    private DoubleStream losses(BlockRef block) {
        int set = problem.blocks().get(position(block)).set();
        List<Double> losses = new ArrayList<>();
        for (int parent = 0; parent < probes.size(); parent++) {
            Partition.Cuts cuts = sets.models().get(parent);
            for (int b = 0; b < cuts.sets().size(); b++) {
                if (parent != model(block) && cuts.sets().get(b) == set) {
                    losses.add(loss(parent, cuts.boundaries().get(b + 1), model(block), block.to()));
                }
            }
        }
        return losses.stream().mapToDouble(Double::doubleValue);
    }

    private double loss(int parent, int cut, int model, int otherCut) {
        ProbeResult own = probes.get(parent);
        ProbeResult other = probes.get(model);
        return losses.computeIfAbsent(List.of(parent, cut, model, otherCut), key -> ReplaceOne.loss(own.features().get(cut - 1), own.channels().get(cut - 1),
                other.features().get(otherCut - 1), other.channels().get(otherCut - 1), own.labels(), CutScores.FOLDS, seed));
    }

    private double accuracy(int model, int cut) {
        return accuracies.get(model).get(cut - 1);
    }

    private int model(BlockRef block) {
        return IntStream.range(0, probes.size()).filter(m -> probes.get(m).model().equals(block.model())).findFirst().orElseThrow();
    }

    private int position(BlockRef block) {
        return IntStream.range(0, problem.blocks().size()).filter(b -> problem.blocks().get(b).model().equals(block.model())
                && problem.blocks().get(b).from() == block.from()).findFirst().orElseThrow();
    }
}
