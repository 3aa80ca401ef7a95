package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Split;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network with a fitted head says of the examples fulfils the regression's optimality condition. */
class HeadInitialiserTest {
    private static final int EXAMPLES = 90;

    private static InitialisedHead fit(Composition composition, MemoryDataset data, int examples) throws IOException {
        LayerActivations activations = new LayerActivations(new FitExamples(data, examples, 5), Device.cpu(), Progress.SILENT);
        TargetModel model = new TargetModel("a", composition.graph(), null, new ToyPreprocessor());
        try (Continuation network = Continuation.fromInput(composition, model, activations, composition.pooled(), Device.cpu(), Progress.SILENT)) {
            PooledFeatures features = PooledFeatures.of(network, "a", Progress.SILENT);
            return new HeadInitialiser(network.manager(), Progress.SILENT).initialise("a", composition.graph(), features.values(), features.labels());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFittedNetworkIsStationary(boolean pictures) throws IOException {
        Composition composition = pictures ? ToyNetworks.pictures() : ToyNetworks.texts();
        MemoryDataset data = pictures ? MemoryDataset.stripes(EXAMPLES, 10) : MemoryDataset.letters(EXAMPLES, 10);
        InitialisedHead fitted = fit(composition, data, EXAMPLES);
        assertThat(fitted.fit().examples()).isEqualTo(EXAMPLES);
        Graph graph = fitted.graph();
        List<float[]> pooled = new ArrayList<>();
        List<double[]> probabilities = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        try (Network network = NetworkLoader.load(graph, Device.cpu());
                Pass<MiniBatch> pass = new StreamFeed(data, new ToyPreprocessor(), composition.roles(), 7, 0, false, null).evaluation(Split.TRAIN)) {
            while (pass.hasNext()) {
                MiniBatch batch = pass.next();
                try (NDManager scope = network.manager().newSubManager()) {
                    Map<String, NDArray> results = network.run(scope, batch.on(scope), List.of(composition.pooled(), "logits"),
                            Network.Mode.INFERENCE);
                    for (int i = 0; i < batch.size(); i++) {
                        pooled.add(results.get(composition.pooled()).get(i).toFloatArray());
                        float[] logits = results.get("logits").get(i).toFloatArray();
                        double first = 1 / (1 + Math.exp(logits[1] - logits[0]));
                        probabilities.add(new double[] {first, 1 - first});
                        labels.add(batch.labels()[i]);
                    }
                }
            }
        }
        AffineMap map = AffineMap.of(graph.initializers().get("head/weight"), graph.initializers().get("head/bias"));
        assertThat(HeadRegressionTest.stationarity(pooled, probabilities.toArray(double[][]::new),
                labels.stream().mapToInt(i -> i).toArray(), map, fitted.fit().penalty())).isLessThan(1e-4);
        composition.graph().initializers().forEach((name, tensor) -> {
            if (!name.matches("head/(weight|bias)")) {
                assertThat(graph.initializers().get(name).data()).as(name).isEqualTo(tensor.data());
            }
        });
    }

    @Test
    void usesWhatThereIs() throws IOException {
        assertThat(fit(ToyNetworks.texts(), MemoryDataset.letters(90, 10), 40).fit().examples()).isEqualTo(40);
        assertThat(fit(ToyNetworks.texts(), MemoryDataset.letters(30, 10), 40).fit().examples()).isEqualTo(30);
    }

    @Test
    void aHeadTooLargeForTheRegressionStaysAsItIs() throws IOException {
        Composition small = ToyNetworks.texts();
        long classes = HeadInitialiser.LARGEST / 7 + 1;
        Tensor weight = Tensor.ofFloats(List.of(6L, classes), new float[(int) (6 * classes)]);
        Map<String, Tensor> weights = new LinkedHashMap<>(small.graph().initializers());
        weights.put("head/weight", weight);
        Composition large = small.withGraph(new Graph("large", small.graph().inputs(), small.graph().outputs(), small.graph().nodes(), weights));
        InitialisedHead start = fit(large, MemoryDataset.letters(20, 10), 20);
        assertThat(start.fit()).isNull();
        assertThat(start.graph().initializers().get("head/weight").data()).isEqualTo(weight.data());
    }
}
