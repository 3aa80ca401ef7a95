package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates.Proxy;
import dev.reassembly.assembly.ProxyGradients;
import dev.reassembly.assembly.ProxyScore;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.GraphSketch;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which network is scored, and what is not computed for those that are not trained. */
class MeasureStepTest {
    @TempDir
    Path folder;
    private RunContext run;
    private StitchStep stitch;
    private MeasureStep measure;

    @BeforeEach
    void open() throws Exception {
        run = SketchRun.open(folder);
        stitch = new StitchStep(run);
        measure = new MeasureStep(run, stitch);
    }

    @Test
    void scoresTheFittedStitchesWithAHeadAtRandom() throws Exception {
        Candidate candidate = candidate(Candidate.Start.PRETRAINED);
        MeasureStep.Measured measured = measure.measured(candidate);
        assertThat(measured.latencyMs()).isPositive();
        Map<String, Double> scores = measured.proxies().stream().collect(Collectors.toMap(Proxy::name, Proxy::value));
        assertThat(scores).containsOnlyKeys("naswot", "synflow", "grad-norm", "snip");

        Composition composed = candidate.compose(candidate.graphs());
        Graph start = stitch.start(candidate).graph();
        Graph randomHead = with(composed.graph(), start, name -> !name.startsWith("head/"));
        gradients(composed.withGraph(randomHead)).forEach(score -> assertThat(scores.get(score.name())).as(score.name())
                .isCloseTo(score.value(), within(1e-5 * score.value())));
        for (Graph other : List.of(start, composed.graph())) {
            gradients(composed.withGraph(other)).forEach(score -> assertThat(scores.get(score.name())).as(score.name())
                    .isNotCloseTo(score.value(), within(1e-2 * score.value())));
        }
    }

    @Test
    void naswotAloneBuildsNothing() throws Exception {
        Candidate candidate = candidate(Candidate.Start.RANDOM_STITCHES);
        double naswot = measure.naswot(candidate).orElseThrow();
        assertThat(run.clock().seconds().keySet()).containsExactlyInAnyOrder("inspect", "measure");
        MeasureStep.Measured all = measure.measured(candidate);
        assertThat(Proxy.of(all.proxies(), "naswot")).hasValue(naswot);
        assertThat(all.latencyMs()).isPositive();
    }

    /** As of an encoder's embeddings alone, which the smallest budgets leave. */
    @Test
    void aNetworkWithoutActivationsHasAllScoresButNaswot() throws Exception {
        GraphSketch sketch = new GraphSketch(3);
        String x = sketch.conv("two", sketch.conv("one", sketch.input("picture", ElementType.FLOAT, -1L, 3L, 16L, 16L), 3, 8, 3, 2, 1), 8, 8, 3, 1, 1);
        x = sketch.conv("four", sketch.conv("three", x, 8, 8, 3, 1, 1), 8, 8, 3, 1, 1);
        sketch.linear("logits", sketch.op("flat", "Flatten", sketch.op("mean", "GlobalAveragePool", x)), 8, 4);
        OnnxWriter.write(sketch.graph("logits"), folder.resolve("b.onnx"), Map.of());
        Assembly first = new Assembly("truncated-b-1", Assembly.Kind.TRUNCATED_PARENT, List.of(new BlockRef("b", 0, 1)), List.of(false), 0, 1, 1, 1, 1);
        Candidate candidate = new Candidate(run, new InspectStep(run), first, Candidate.Start.PRETRAINED);
        MeasureStep.Measured measured = measure.measured(candidate);
        assertThat(measured.proxies()).extracting(Proxy::name).contains("grad-norm", "snip").doesNotContain("naswot");
        assertThat(measured.latencyMs()).isPositive();
        assertThat(measure.naswot(candidate)).isEmpty();
    }

    /** Of the weights that a candidate starts from, the new ones. */
    private static Graph with(Graph graph, Graph start, Predicate<String> names) {
        Map<String, Tensor> fitted = new HashMap<>();
        start.initializers().forEach((name, tensor) -> {
            if (names.test(name)) {
                fitted.put(name, tensor);
            }
        });
        return graph.withInitializers(fitted);
    }

    private List<ProxyScore> gradients(Composition composition) throws Exception {
        try (Preprocessor preprocessor = run.member("a").preprocessor(run.source);
                Batches batches = Batches.open(run.dataset, Split.TRAIN, Batching.of(32).shuffled(run.seed(), 0), List.of(preprocessor));
                Network network = NetworkLoader.load(composition.graph(), Device.cpu())) {
            Batch first = batches.next().get(0);
            List<ProxyScore> scores = ProxyGradients.score(network, composition.roles(), "logits", first);
            assertThat(scores).hasSize(2);
            return scores;
        }
    }

    private Candidate candidate(Candidate.Start start) {
        return new Candidate(run, new InspectStep(run), SketchRun.ASSEMBLY, start);
    }
}
