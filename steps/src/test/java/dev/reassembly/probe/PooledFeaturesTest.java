package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
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
    /** A whole model with a new head hands to that head what its own probe keeps of its last cut, example by example. */
    @Test
    void ofAWholeModelAreThoseOfItsLastCut() throws IOException {
        Chain chain = MiniLm.chain();
        Dataset sentences = MiniLm.sentences();
        Composition whole = Composer.compose(List.of(new Part(new BlockRef("minilm", 0, chain.layers().size()), MiniLm.graph(), chain)), List.of(false),
                new Head(2), 0);
        try (Preprocessor preprocessor = MiniLm.preprocessor(); Network network = NetworkLoader.load(whole.graph(), Device.cpu())) {
            ProbeResult probe = ModelProbe.run(MiniLm.graph(), chain, sentences, preprocessor, 40, 8, Device.cpu(), 5, Progress.SILENT);
            PooledFeatures features = PooledFeatures.of(network, whole.pooled(), whole.roles(), sentences, preprocessor, 40, 5);
            float[] expected = probe.features().get(probe.features().size() - 1);
            assertThat(features.labels()).isEqualTo(probe.labels());
            assertThat(features.channels()).isEqualTo(384);
            assertThat(features.values()).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(features.values()[i]).isCloseTo(expected[i], within(2e-5f));
            }
        }
    }
}
