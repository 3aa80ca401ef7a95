package dev.reassembly.pipeline;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.reassembly.assembly.Candidates.Proxy;
import dev.reassembly.assembly.Naswot;
import dev.reassembly.assembly.ProxyGradients;
import dev.reassembly.assembly.ProxyScore;
import dev.reassembly.assembly.SynFlow;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.probe.LatencyProfile;
import dev.reassembly.store.StepBody;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is said of a candidate that is trained, and chooses none: the scores without training, of the network with its fitted stitches and
 * the head as it would be at random, since that is what they are defined for; and its latency.
 */
final class MeasureStep {
    private static final String VERSION = "3";
    private static final String MEASURED = "measured.json";
    /** Minibatches and their size for the training-free scores, as in the paper's use of NASWOT. */
    private static final int SCORED_BATCHES = 5;
    private static final int SCORED_SIZE = 32;

    private final RunContext run;
    private final StitchStep stitch;

    MeasureStep(RunContext run, StitchStep stitch) {
        this.run = run;
        this.stitch = stitch;
    }

    /** @param latencyMs median for one sample of nominal size, null where only a score was asked for */
    record Measured(List<Proxy> proxies, Double latencyMs) {}

    Measured measured(Candidate candidate) throws IOException {
        return resolve(candidate, Map.of(), out -> {
            Composition network = stitch.stitched(candidate);
            out.writeJson(MEASURED, measure(network, batches(candidate), candidate));
        }).readJson(MEASURED, Measured.class);
    }

    /** NASWOT alone, for many candidates of which few are trained; none where it is not defined. */
    OptionalDouble naswot(Candidate candidate) throws IOException {
        return resolve(candidate, Map.of("only", "naswot"), out -> {
            Composition composition = stitch.stitched(candidate);
            out.writeJson(MEASURED, new Measured(naswot(composition, batches(candidate)).map(MeasureStep::proxy).stream().toList(), null));
        }).readJson(MEASURED, Measured.class).proxies().stream().mapToDouble(Proxy::value).findFirst();
    }

    private StepResult resolve(Candidate candidate, Map<String, Object> asked, StepBody body) throws IOException {
        Map<String, Object> parameters = new HashMap<>(candidate.identity());
        parameters.put("device", run.deviceKind);
        parameters.putAll(asked);
        Map<String, String> inputs = new HashMap<>(candidate.inputs());
        if (candidate.start().hasFittedStitches()) {
            inputs.put("stitches", stitch.stitchesDigest(candidate));
        }
        return run.resolve(StepKey.of("measure", VERSION, candidate.assembly().name(), parameters, inputs), body);
    }

    private List<Batch> batches(Candidate candidate) throws IOException {
        List<Batch> batches = new ArrayList<>();
        try (Preprocessor preprocessor = candidate.first().preprocessor(run.source);
                Batches drawn = Batches.open(run.dataset, Split.TRAIN, Batching.of(SCORED_SIZE).shuffled(run.seed(), 0).bucketed(SCORED_BATCHES),
                        List.of(preprocessor))) {
            while (batches.size() < SCORED_BATCHES && drawn.hasNext()) {
                batches.add(drawn.next().get(0));
            }
        }
        return batches;
    }

    private Measured measure(Composition composition, List<Batch> batches, Candidate candidate) throws IOException {
        List<Proxy> proxies = new ArrayList<>();
        naswot(composition, batches).ifPresent(score -> proxies.add(proxy(score)));
        try (Network network = NetworkLoader.load(composition.graph(), run.device)) {
            synFlow(composition.graph(), candidate).ifPresent(score -> proxies.add(proxy(score)));
            List<ProxyScore> gradients = ProxyGradients.score(network, composition.roles(), "logits", batches.get(0));
            if (gradients.isEmpty()) {
                run.progress.message("warning: the gradient of " + candidate.assembly().name() + " is not finite before training");
            }
            gradients.forEach(score -> proxies.add(proxy(score)));
            return new Measured(proxies, latency(network, composition, candidate.first()));
        }
    }

    private Optional<ProxyScore> naswot(Composition composition, List<Batch> batches) {
        return Naswot.score(composition.graph(), composition.roles(), batches, run.device, run.progress);
    }

    private static Proxy proxy(ProxyScore score) {
        return new Proxy(score.name(), score.value());
    }

    /** None where it is not defined, as for normalised tokens, or passes what the engine can count to. */
    private Optional<ProxyScore> synFlow(Graph graph, Candidate candidate) {
        if (!SynFlow.isDefined(graph) || !(candidate.first().nominalInput() instanceof NominalInput.Image image)) {
            return Optional.empty();
        }
        long[] shape = image.layout() == Feature.Layout.NHWC ? new long[] {1, image.height(), image.width(), image.channels()}
                : new long[] {1, image.channels(), image.height(), image.width()};
        try {
            return Optional.of(SynFlow.score(graph, run.device, shape));
        } catch (InvalidInputException | EngineException e) {
            run.progress.message("warning: " + candidate.assembly().name() + " has no synflow score, " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Measured for one sample of nominal size. */
    private double latency(Network network, Composition composition, ZooMember first) {
        try (NDManager scope = network.manager().newSubManager()) {
            return LatencyProfile.whole(network, SampleInput.on(scope, first.nominalInput(), composition.roles()), "logits");
        }
    }
}
