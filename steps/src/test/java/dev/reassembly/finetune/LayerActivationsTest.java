package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What passes inside a real encoder; the oracle is the training engine. */
class LayerActivationsTest {
    private static final int CUT = 4;
    private final List<String> computed = new ArrayList<>();

    /** Writes down what is computed. */
    private final Progress progress = new Progress() {
        @Override
        public Work start(String label, long total) {
            computed.add(label);
            return SILENT.start(label, total);
        }

        @Override
        public void message(String text) {}
    };

    private LayerActivations keeping(long bytes) throws IOException {
        return new LayerActivations(new FitExamples(RealZoo.sentences(200L), 40, 5), Device.cpu(), progress, bytes);
    }

    private static List<FloatBuffer> at(LayerActivations activations, TargetModel model) throws IOException {
        List<FloatBuffer> values = new ArrayList<>();
        try (Pass<Tensor> pass = activations.at(model, CUT)) {
            pass.forEachRemaining(tensor -> values.add(tensor.data().asFloatBuffer()));
        }
        return values;
    }

    @Test
    void areComputedOnceWhileThereIsRoomAndAreTheSameBitsWithoutIt() throws IOException {
        TargetModel model = RealZoo.model("all-minilm-l6-v2");
        LayerActivations roomy = keeping(1 << 30);
        List<FloatBuffer> kept = at(roomy, model);
        assertThat(at(roomy, model)).isEqualTo(kept).hasSize(3);
        assertThat(computed).hasSize(1);
        computed.clear();
        assertThat(at(keeping(0), model)).isEqualTo(kept);
        assertThat(computed).hasSize(2); // the first of them found out that there is no room
    }

    @Test
    void areThoseOfTheModel() throws IOException {
        TargetModel model = RealZoo.model("all-minilm-l6-v2");
        LayerActivations activations = keeping(1 << 30);
        String tensor = model.chain().cuts().get(CUT).tensor();
        try (Network network = NetworkLoader.load(model.graph(), Device.cpu()); Pass<Batch> batches = activations.batches(model);
                Pass<Tensor> values = activations.at(model, CUT)) {
            while (batches.hasNext()) {
                MiniBatch batch = MiniBatch.of(batches.next(), model.chain().inputs());
                try (NDManager scope = network.manager().newSubManager()) {
                    float[] expected = network.run(scope, batch.on(scope), List.of(tensor), Network.Mode.INFERENCE).get(tensor).toFloatArray();
                    float[] found = new float[expected.length];
                    values.next().data().asFloatBuffer().get(found);
                    assertThat(found).containsExactly(expected, Offset.offset(2e-4f));
                }
            }
            assertThat(values.hasNext()).isFalse();
        }
    }
}
