package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Split;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real encoders on real sentences; the oracle is the whole network in the training engine, batch for batch. */
class PooledFeaturesTest {
    private static final int EXAMPLES = 40;
    private static final int CHANNELS = 384;

    @Test
    void ofAWholeModel() throws IOException {
        TargetModel model = RealZoo.model("all-minilm-l6-v2");
        int layers = model.chain().layers().size();
        assertFeatures(Composer.compose(List.of(RealZoo.part(model, 0, layers)), List.of(false), new Head(2), 0), model);
    }

    @Test
    void ofAnAssemblyThatGoesOnFromItsFirstBlock() throws IOException {
        TargetModel model = RealZoo.model("all-minilm-l6-v2");
        assertFeatures(RealZoo.join(model, 3, RealZoo.model("bge-small-en-v1.5"), 9), model);
    }

    private static void assertFeatures(Composition composition, TargetModel first) throws IOException {
        Dataset sentences = RealZoo.sentences(200L);
        LayerActivations activations = new LayerActivations(new FitExamples(sentences, EXAMPLES, 5), Device.cpu(), Progress.SILENT);
        try (Continuation continued = Continuation.behindFirstBlock(composition, first, activations, composition.pooled(), Device.cpu(), Progress.SILENT);
                Network whole = NetworkLoader.load(composition.graph(), Device.cpu());
                Batches batches = Batches.open(sentences, Split.TRAIN, Batching.of(16).shuffled(5, 0).bucketed(3), List.of(first.preprocessor()))) {
            PooledFeatures features = PooledFeatures.of(continued, first, activations, "a", Progress.SILENT);
            assertThat(features.channels()).isEqualTo(CHANNELS);
            assertThat(features.values()).hasSize(EXAMPLES * CHANNELS);
            assertThat(features.labels()).hasSize(EXAMPLES);
            for (int i = 0; i < EXAMPLES; i += 16) {
                Batch batch = batches.next().get(0);
                float[] expected = pooled(whole, composition, batch);
                for (int row = 0; row < Math.min(16, EXAMPLES - i); row++) {
                    assertThat(features.labels()[i + row]).isEqualTo(batch.labels()[row]);
                    for (int j = 0; j < CHANNELS; j++) {
                        assertThat(features.values()[(i + row) * CHANNELS + j]).isCloseTo(expected[row * CHANNELS + j], within(2e-5f));
                    }
                }
            }
        }
    }

    private static float[] pooled(Network whole, Composition composition, Batch batch) {
        try (NDManager scope = whole.manager().newSubManager()) {
            return whole.run(scope, MiniBatch.of(batch, composition.roles()).on(scope), List.of(composition.pooled()), Network.Mode.INFERENCE)
                    .get(composition.pooled()).toFloatArray();
        }
    }
}
