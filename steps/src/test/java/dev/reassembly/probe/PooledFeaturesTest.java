package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PooledFeaturesTest {
    private static final int EXAMPLES = 40;

    /** A whole model with a new head hands to that head what the model has in its last cut, for the first examples of the seed's order. */
    @Test
    void ofAWholeModelAreThoseOfItsLastCut() throws IOException {
        Chain chain = MiniLm.chain();
        Dataset sentences = MiniLm.sentences();
        Composition whole = Composer.compose(List.of(new Part(new BlockRef("minilm", 0, chain.layers().size()), MiniLm.graph(), chain)), List.of(false),
                new Head(2), 0);
        try (Preprocessor preprocessor = MiniLm.preprocessor();
                ForwardNetwork network = ForwardNetwork.open(whole.graph(), List.of(whole.pooled()), Device.cpu(), "a", new RefusalsAreFailures());
                CutFeatures model = CutFeatures.inTrainingEngine(MiniLm.graph(), chain, Device.cpu());
                Batches batches = Batches.open(sentences, Split.TRAIN, Batching.of(16).shuffled(5, 0).bucketed(2), List.of(preprocessor))) {
            PooledFeatures features = PooledFeatures.of(network, whole.roles(), sentences, preprocessor, EXAMPLES, 5, "a", Progress.SILENT);
            assertThat(features.channels()).isEqualTo(384);
            assertThat(features.values()).hasSize(EXAMPLES * 384);
            assertThat(features.labels()).hasSize(EXAMPLES);
            for (int i = 0; i < EXAMPLES; i += 16) {
                Batch batch = batches.next().get(0);
                List<float[]> cuts = model.of(batch);
                float[] expected = cuts.get(cuts.size() - 1);
                for (int row = 0; row < Math.min(16, EXAMPLES - i); row++) {
                    assertThat(features.labels()[i + row]).isEqualTo(batch.labels()[row]);
                    for (int j = 0; j < 384; j++) {
                        assertThat(features.values()[(i + row) * 384 + j]).isCloseTo(expected[row * 384 + j], within(2e-5f));
                    }
                }
            }
        }
    }
}
