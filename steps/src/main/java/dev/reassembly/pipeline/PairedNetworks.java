package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.data.Split;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.HeadCost;
import dev.reassembly.model.compose.Stitch;
import dev.reassembly.model.compose.StitchCost;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.partition.Partition;
import dev.reassembly.similarity.SimilarityMatrix;
import dev.reassembly.store.StepResult;
import dev.reassembly.study.Scores;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The networks of two blocks that a partition in two gives: the first block of one model, a stitch, the last block of another. Budgets play no
 * part. Building, training and testing are the steps of candidates and of whole parents, under the same keys.
 */
final class PairedNetworks {
    private static final int BLOCKS = 2;

    private final SeededRun seeded;
    private final InspectStep inspect;
    private final PartitionStep partition;

    PairedNetworks(RunContext run, InspectStep inspect, PartitionStep partition) {
        this.seeded = new SeededRun(run);
        this.inspect = inspect;
        this.partition = partition;
    }

    /** @throws InvalidInputException when the file asks for another number of blocks than two */
    NetworkPair measure(String front, String back) throws IOException {
        int blocks = seeded.run.spec.partition().blocks();
        if (blocks != BLOCKS) {
            throw new InvalidInputException("spec.partition.blocks", "found " + blocks
                    + ", a pair of networks needs 2: the first block of one, the last of the other");
        }
        BlockRef first = block(front, 0);
        BlockRef last = block(back, BLOCKS - 1);
        Chain before = inspect.chain(seeded.run.member(front));
        Chain after = inspect.chain(seeded.run.member(back));
        SimilarityMatrix similarity = partition.similarity();
        double cka = similarity.lookup(similarity.models().indexOf(front), first.to(), similarity.models().indexOf(back), last.from());
        NetworkPair.Whole frontParent = whole(before);
        NetworkPair.Whole backParent = whole(after);
        Feature source = before.cuts().get(first.to()).feature();
        Feature target = after.cuts().get(last.from()).feature();
        if (!StitchCost.isPossible(source, target)) {
            return new NetworkPair(List.of(first, last), cka, NetworkPair.Outcome.NO_STITCH, null, null, null, null, null, frontParent, backParent);
        }
        StitchCost stitch = StitchCost.of(new Stitch(source, target, false), seeded.run.member(back).textLength());
        HeadCost head = head(after);
        long parameters = before.parameters(0, first.to()) + stitch.parameters() + after.parameters(last.from(), last.to()) + head.parameters();
        long flops = before.flops(0, first.to()) + stitch.flops() + after.flops(last.from(), last.to()) + head.flops();
        Candidate candidate = seeded.candidate(new Assembly(front + "+" + back, Assembly.Kind.ASSEMBLY, List.of(first, last), List.of(false, true), 0,
                parameters, flops, 0, 0));
        StitchStep.Built built = seeded.stitch.built(candidate);
        Double metric = metric(candidate, seeded.trained(candidate));
        return new NetworkPair(List.of(first, last), cka, metric == null ? NetworkPair.Outcome.DIVERGED : NetworkPair.Outcome.TRAINED,
                built.fits().get(0).explained(), known(Candidates.Proxy.of(built.proxies(), Scores.PROBE)), metric, parameters, flops, frontParent,
                backParent);
    }

    private BlockRef block(String model, int index) throws IOException {
        Partition.Cuts cuts = partition.partition().models().stream().filter(m -> m.model().equals(model)).findFirst().orElseThrow();
        return new BlockRef(model, cuts.boundaries().get(index), cuts.boundaries().get(index + 1));
    }

    /** A whole parent, trained as a run trains the baselines. */
    private NetworkPair.Whole whole(Chain chain) throws IOException {
        Candidate parent = seeded.parent(seeded.run.member(chain.model()));
        StepResult trained = seeded.fineTune.resolve(parent, null, seeded.run.spec.fineTuning().epochs());
        return new NetworkPair.Whole(chain.flops(0, chain.layers().size()) + head(chain).flops(), metric(parent, trained));
    }

    private HeadCost head(Chain chain) {
        return HeadCost.of(chain.cuts().get(chain.layers().size()).feature(), new Head(seeded.run.dataset.classes().size()));
    }

    /** On the test split; null where the training diverged. */
    private Double metric(Candidate candidate, StepResult trained) throws IOException {
        return seeded.fineTune.curve(candidate, trained).diverged() == null
                ? (Double) seeded.evaluate.evaluation(candidate, trained, Split.TEST).metric() : null;
    }

    private static Double known(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
