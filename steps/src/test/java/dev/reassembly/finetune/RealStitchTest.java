package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.InputRole;
import dev.reassembly.data.Split;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MiniLM's first half before BGE's second half, on real sentences. */
class RealStitchTest {
    @Test
    void fittedStitchBringsWhatTheNextBlockExpectsOnUnseenSentences() throws IOException {
        TargetModel minilm = RealZoo.model("all-minilm-l6-v2");
        TargetModel bge = RealZoo.model("bge-small-en-v1.5");
        int until = minilm.chain().layers().size() / 2;
        int from = bge.chain().layers().size() / 2;
        Composition composition = RealZoo.join(minilm, until, bge, from);
        Dataset data = RealZoo.sentences(400L);
        InitialisedStitches initialised = new StitchInitialiser(Device.cpu(), Progress.SILENT,
                new LayerActivations(new FitExamples(data, 240, 9), Device.cpu(), Progress.SILENT))
                .initialise("a", composition, Map.of("all-minilm-l6-v2", minilm, "bge-small-en-v1.5", bge));
        StitchFit fit = initialised.fits().get(0);
        assertThat(fit.aligned()).isTrue();
        assertThat(fit.explained()).isGreaterThan(fit.before()).isBetween(0.3, 1.0);
        double start = error(composition.graph(), composition, bge, from, data);
        double fitted = error(initialised.graph(), composition, bge, from, data);
        assertThat(fitted).isLessThan(0.7 * start);
    }

    /** Mean squared difference between what the stitch gives and the block's true input, over tokens of the validation split. */
    private static double error(Graph graph, Composition composition, TargetModel target, int from,
            Dataset data) throws IOException {
        double error = 0;
        long tokens = 0;
        try (Network assembled = NetworkLoader.load(graph, Device.cpu()); Network own = NetworkLoader.load(target.graph(),
                Device.cpu());
                Batches batches = Batches.open(data, Split.VALIDATION, Batching.of(16), List.of(target.preprocessor()))) {
            for (int i = 0; i < 4; i++) {
                Batch batch = batches.next().get(0);
                try (NDManager scope = assembled.manager().newSubManager()) {
                    String given = composition.stitchOutputs().get(1);
                    String wanted = target.chain().cuts().get(from).tensor();
                    NDArray x = assembled.run(scope, MiniBatch.of(batch, composition.roles()).on(scope), List.of(given),
                            Network.Mode.INFERENCE).get(given);
                    NDArray y = own.run(scope, MiniBatch.of(batch, target.chain().inputs()).on(scope), List.of(wanted),
                            Network.Mode.INFERENCE).get(wanted);
                    float[] squares = x.sub(y).square().sum(new int[] {2}).toFloatArray();
                    for (int k = 0; k < squares.length; k++) {
                        if (batch.inputs().get(InputRole.MASK).data().getLong(8 * k) == 1) {
                            error += squares[k];
                            tokens++;
                        }
                    }
                }
            }
        }
        return error / tokens;
    }
}
