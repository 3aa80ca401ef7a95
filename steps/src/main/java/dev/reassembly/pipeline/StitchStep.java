package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Candidates.Proxy;
import dev.reassembly.assembly.Separability;
import dev.reassembly.finetune.Continuation;
import dev.reassembly.finetune.FitExamples;
import dev.reassembly.finetune.HeadFit;
import dev.reassembly.finetune.HeadInitialiser;
import dev.reassembly.finetune.InitialisedHead;
import dev.reassembly.finetune.InitialisedStitches;
import dev.reassembly.finetune.LayerActivations;
import dev.reassembly.finetune.PooledFeatures;
import dev.reassembly.finetune.StitchFit;
import dev.reassembly.finetune.StitchInitialiser;
import dev.reassembly.finetune.TargetModel;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.store.Digests;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Builds a candidate: fits its stitches by least squares, runs it once over training examples, fits its head to the features by logistic
 * regression and says how well they tell the classes apart.
 */
final class StitchStep {
    private static final String VERSION = "6";
    private static final String BUILT = "built.json";
    private static final String STITCHES = "s\\d+/(weight|bias)";
    private static final String NEW_WEIGHTS = STITCHES + "|head/(weight|bias)";

    private final RunContext run;
    private final LayerActivations activations;

    StitchStep(RunContext run) {
        this.run = run;
        activations = new LayerActivations(new FitExamples(run.dataset, run.spec.partition().probeSamples(), run.seed()), run.device, run.progress);
    }

    /**
     * What building a candidate found out.
     *
     * @param head null when it starts at random
     * @param proxies how well the classes can be told apart behind the fitted stitches
     */
    record Built(List<StitchFit> fits, HeadFit head, List<Proxy> proxies) {}

    StepResult resolve(Candidate candidate) throws IOException {
        Map<String, Object> parameters = new HashMap<>(candidate.identity());
        parameters.put("examples", run.spec.partition().probeSamples());
        parameters.put("headStart", run.spec.fineTuning().headStart());
        parameters.put("device", run.deviceKind);
        StepKey key = StepKey.of("stitch", VERSION, candidate.assembly().name(), parameters, candidate.inputs());
        return run.resolve(key, out -> {
            Map<String, Graph> graphs = candidate.graphs();
            Composition composition = candidate.compose(graphs);
            Map<String, TargetModel> models = new LinkedHashMap<>();
            try {
                for (Map.Entry<String, Chain> chain : candidate.chains().entrySet()) {
                    models.put(chain.getKey(), new TargetModel(chain.getKey(), graphs.get(chain.getKey()), chain.getValue(),
                            run.member(chain.getKey()).preprocessor(run.source)));
                }
                InitialisedStitches stitches = !candidate.start().hasFittedStitches() ? new InitialisedStitches(composition.graph(), List.of())
                        : new StitchInitialiser(run.device, run.progress, activations)
                                .initialise(candidate.assembly().name(), composition, models);
                Start start = start(candidate, composition.withGraph(stitches.graph()), models.get(candidate.first().name()));
                for (Map.Entry<String, Tensor> weight : weights(start.head().graph(), NEW_WEIGHTS).entrySet()) {
                    out.write(weight.getKey(), bytes(weight.getValue()));
                }
                out.writeJson(BUILT, new Built(stitches.fits(), start.head().fit(), start.proxies()));
            } finally {
                models.values().forEach(model -> model.preprocessor().close());
            }
        });
    }

    private record Start(InitialisedHead head, List<Proxy> proxies) {}

    /** Both from the same features, which no more than one pass over the examples takes. */
    private Start start(Candidate candidate, Composition stitched, TargetModel first) throws IOException {
        String name = candidate.assembly().name();
        try (Continuation network = candidate.start().hasFittedStitches()
                ? Continuation.behindFirstBlock(stitched, first, activations, stitched.pooled(), run.device, run.progress)
                : Continuation.fromInput(stitched, first, activations, stitched.pooled(), run.device, run.progress)) {
            PooledFeatures features = PooledFeatures.of(network, name, run.progress);
            InitialisedHead head = run.spec.fineTuning().headStart() == FineTuning.HeadStart.Random ? new InitialisedHead(stitched.graph(), null)
                    : new HeadInitialiser(network.manager(), run.progress).initialise(name, stitched.graph(), features.values(), features.labels());
            return new Start(head, Separability.score(features.values(), features.channels(), features.labels(), run.seed()).stream()
                    .map(score -> new Proxy(score.name(), score.value())).toList());
        }
    }

    /** Frees what is kept for the candidates that may come: while networks train, memory has better uses. */
    void forgetActivations() {
        activations.forget();
    }

    /** Digest of what training starts from; unlike that of the whole result it does not change with what was found out beside it. */
    String startDigest(Candidate candidate) throws IOException {
        return digest(candidate, NEW_WEIGHTS);
    }

    /** Digest of the fitted stitches alone. */
    String stitchesDigest(Candidate candidate) throws IOException {
        return digest(candidate, STITCHES);
    }

    private String digest(Candidate candidate, String names) throws IOException {
        return Digests.sha256(resolve(candidate).manifest().outputs().stream().filter(output -> output.name().matches(names))
                .map(output -> output.name() + " " + output.sha256()).sorted().collect(Collectors.joining("\n")));
    }

    Built built(Candidate candidate) throws IOException {
        return resolve(candidate).readJson(BUILT, Built.class);
    }

    /** The candidate's network with its fitted stitches and head. */
    Composition start(Candidate candidate) throws IOException {
        return with(candidate, NEW_WEIGHTS);
    }

    /** The candidate's network with its fitted stitches, where it has such, and the head at random. */
    Composition stitched(Candidate candidate) throws IOException {
        return candidate.start().hasFittedStitches() ? with(candidate, STITCHES) : candidate.compose(candidate.graphs());
    }

    private Composition with(Candidate candidate, String names) throws IOException {
        StepResult stored = resolve(candidate);
        Composition composition = candidate.compose(candidate.graphs());
        Map<String, Tensor> fitted = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> weight : weights(composition.graph(), names).entrySet()) {
            try (var in = stored.open(weight.getKey())) {
                ByteBuffer data = ByteBuffer.allocateDirect(weight.getValue().data().remaining());
                data.put(in.readAllBytes()).flip();
                fitted.put(weight.getKey(), new Tensor(weight.getValue().type(), weight.getValue().shape(), data));
            }
        }
        return composition.withGraph(composition.graph().withInitializers(fitted));
    }

    /** @param names a regular expression */
    private static Map<String, Tensor> weights(Graph graph, String names) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (name.matches(names)) {
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
