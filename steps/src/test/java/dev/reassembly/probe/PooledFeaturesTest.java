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
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
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
        try (Preprocessor preprocessor = MiniLm.preprocessor(); Network network = NetworkLoader.load(whole.graph(), Device.cpu());
                CutFeatures model = CutFeatures.open(MiniLm.graph(), chain, Device.cpu(), Progress.SILENT);
                Batches singly = Batches.open(sentences, Split.TRAIN, Batching.of(1).shuffled(5, 0), List.of(preprocessor))) {
            PooledFeatures features = PooledFeatures.of(network, whole.pooled(), whole.roles(), sentences, preprocessor, EXAMPLES, 5, "a",
                    Progress.SILENT);
            assertThat(features.channels()).isEqualTo(384);
            assertThat(features.values()).hasSize(EXAMPLES * 384);
            assertThat(features.labels()).hasSize(EXAMPLES);
            for (int i = 0; i < EXAMPLES; i++) {
                Batch one = singly.next().get(0);
                assertThat(features.labels()[i]).isEqualTo(one.labels()[0]);
                List<float[]> cuts = model.of(one, Progress.SILENT);
                float[] expected = cuts.get(cuts.size() - 1);
                for (int j = 0; j < expected.length; j++) {
                    assertThat(features.values()[i * 384 + j]).isCloseTo(expected[j], within(2e-5f));
                }
            }
        }
    }
}
