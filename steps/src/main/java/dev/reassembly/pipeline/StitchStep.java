package dev.reassembly.pipeline;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Candidates.Proxy;
import dev.reassembly.assembly.Naswot;
import dev.reassembly.assembly.ProxyGradients;
import dev.reassembly.assembly.ProxyScore;
import dev.reassembly.assembly.Separability;
import dev.reassembly.assembly.SynFlow;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.finetune.HeadFit;
import dev.reassembly.finetune.HeadInitialiser;
import dev.reassembly.finetune.InitialisedHead;
import dev.reassembly.finetune.InitialisedStitches;
import dev.reassembly.finetune.StitchFit;
import dev.reassembly.finetune.StitchInitialiser;
import dev.reassembly.finetune.TargetModel;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.probe.LatencyProfile;
import dev.reassembly.probe.PooledFeatures;
import dev.reassembly.store.Digests;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Builds a candidate: fits its stitches by least squares and its head by logistic regression, scores the network without training
 * (as its head would be at random, since that is what the scores are defined for), and measures its latency.
 */
final class StitchStep {
    private static final String VERSION = "3";
    private static final String BUILT = "built.json";
    /** Minibatches and their size for the training-free scores, as in the paper's use of NASWOT. */
    private static final int SCORED_BATCHES = 5;
    private static final int SCORED_SIZE = 32;
    private static final int FIT_BATCH = 16;

    private final RunContext run;

    StitchStep(RunContext run) {
        this.run = run;
    }

    /**
     * What building a candidate found out.
     *
     * @param head null when it starts at random
     */
    record Built(List<StitchFit> fits, HeadFit head, List<Proxy> proxies, double latencyMs) {}

    StepResult resolve(Candidate candidate) throws IOException {
        Map<String, Object> parameters = new HashMap<>(candidate.identity());
        parameters.put("examples", run.spec.partition().probeSamples());
        parameters.put("headStart", run.spec.fineTuning().headStart());
        parameters.put("device", run.device.getDeviceType());
        StepKey key = StepKey.of("stitch", VERSION, candidate.assembly().name(), parameters, candidate.inputs());
        return run.resolve(key, out -> {
            Map<String, Graph> graphs = candidate.graphs();
            Composition composition = candidate.compose(graphs);
            Map<String, TargetModel> models = new LinkedHashMap<>();
            try {
                for (Map.Entry<String, Chain> chain : candidate.chains().entrySet()) {
                    models.put(chain.getKey(), new TargetModel(graphs.get(chain.getKey()), chain.getValue(),
                            run.member(chain.getKey()).preprocessor(run.source)));
                }
                Preprocessor preprocessor = models.get(candidate.first().name()).preprocessor();
                InitialisedStitches stitches = !candidate.start().hasFittedStitches() ? new InitialisedStitches(composition.graph(), List.of())
                        : new StitchInitialiser(run.device, run.progress, run.spec.partition().probeSamples(), FIT_BATCH, run.seed())
                                .initialise(candidate.assembly().name(), composition, models, run.dataset);
                Composition stitched = composition.withGraph(stitches.graph());
                InitialisedHead start = head(candidate, stitched, preprocessor);
                for (Map.Entry<String, Tensor> weight : newWeights(start.graph()).entrySet()) {
                    out.write(weight.getKey(), bytes(weight.getValue()));
                }
                out.writeJson(BUILT, built(stitched, stitches.fits(), start.fit(), preprocessor, candidate));
            } finally {
                models.values().forEach(model -> model.preprocessor().close());
            }
        });
    }

    private InitialisedHead head(Candidate candidate, Composition stitched, Preprocessor preprocessor) {
        return run.spec.fineTuning().headStart() == FineTuning.HeadStart.Random ? new InitialisedHead(stitched.graph(), null)
                : new HeadInitialiser(run.device, run.progress, run.spec.partition().probeSamples(), FIT_BATCH, run.seed())
                        .initialise(candidate.assembly().name(), stitched, preprocessor, run.dataset);
    }

    /** Digest of what training starts from; unlike that of the whole result it does not change with a measured latency. */
    String startDigest(Candidate candidate) throws IOException {
        return Digests.sha256(resolve(candidate).manifest().outputs().stream().filter(output -> !output.name().equals(BUILT))
                .map(output -> output.name() + " " + output.sha256()).sorted().collect(Collectors.joining("\n")));
    }

    Built built(Candidate candidate) throws IOException {
        return resolve(candidate).readJson(BUILT, Built.class);
    }

    /** The candidate's network with its fitted stitches and head. */
    Composition start(Candidate candidate) throws IOException {
        StepResult stored = resolve(candidate);
        Composition composition = candidate.compose(candidate.graphs());
        Map<String, Tensor> fitted = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> weight : newWeights(composition.graph()).entrySet()) {
            try (var in = stored.open(weight.getKey())) {
                ByteBuffer data = ByteBuffer.allocateDirect(weight.getValue().data().remaining());
                data.put(in.readAllBytes()).flip();
                fitted.put(weight.getKey(), new Tensor(weight.getValue().type(), weight.getValue().shape(), data));
            }
        }
        return composition.withGraph(composition.graph().withInitializers(fitted));
    }

    private Built built(Composition start, List<StitchFit> fits, HeadFit head, Preprocessor preprocessor, Candidate candidate) throws IOException {
        List<Batch> batches = new ArrayList<>();
        try (Batches drawn = Batches.open(run.dataset, Split.TRAIN, Batching.of(SCORED_SIZE).shuffled(run.seed(), 0), List.of(preprocessor))) {
            while (batches.size() < SCORED_BATCHES && drawn.hasNext()) {
                batches.add(drawn.next().get(0));
            }
        }
        List<Proxy> proxies = new ArrayList<>();
        try (Network network = NetworkLoader.load(start.graph(), run.device)) {
            var naswot = Naswot.score(network, start.graph(), start.roles(), batches);
            proxies.add(new Proxy(naswot.name(), naswot.value()));
            PooledFeatures features = PooledFeatures.of(network, start.pooled(), start.roles(), run.dataset, preprocessor,
                    run.spec.partition().probeSamples(), run.seed());
            Separability.score(features.values(), features.channels(), features.labels(), run.seed())
                    .forEach(p -> proxies.add(new Proxy(p.name(), p.value())));
            synFlow(start.graph(), candidate).ifPresent(p -> proxies.add(new Proxy(p.name(), p.value())));
            List<ProxyScore> gradients = ProxyGradients.score(network, start.roles(), "logits", batches.get(0));
            if (gradients.isEmpty()) {
                run.progress.message("warning: the gradient of " + candidate.assembly().name() + " is not finite before training");
            }
            gradients.forEach(p -> proxies.add(new Proxy(p.name(), p.value())));
            return new Built(fits, head, proxies, latency(network, start, candidate.first()));
        }
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

    private static Map<String, Tensor> newWeights(Graph graph) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (name.matches("(s\\d+|head)/(weight|bias)")) {
                weights.put(name, tensor);
            }
        });
        return weights;
    }

    private static byte[] bytes(Tensor tensor) {
        byte[] bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        return bytes;
    }
}
