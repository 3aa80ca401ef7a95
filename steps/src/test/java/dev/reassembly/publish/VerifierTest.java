package dev.reassembly.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.probe.MiniLm;
import dev.reassembly.probe.ModelInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not what was trained is found out, be it in one number of one example. */
class VerifierTest {
    @TempDir
    static Path folder;
    private static Graph trained;
    private static Chain.Inputs roles;

    @BeforeAll
    static void network() throws IOException {
        Graph encoder = MiniLm.graph();
        Chain chain = ChainBuilder.build("minilm", encoder, new NominalInput.Text(MiniLm.MAX_LENGTH), null);
        BlockRef whole = new BlockRef("minilm", 0, chain.layers().size());
        Composition composition = Composer.compose(List.of(new Part(whole, encoder, chain)), List.of(false), new Head(2), 3);
        roles = composition.roles();
        trained = composition.graph();
    }

    @Test
    void theSameNetworkAgreesInBothEngines() throws IOException {
        Verification same = verify(trained);
        assertThat(same.examples()).isBetween(Verifier.COMPARED, Verifier.COMPARED + 32);
        assertThat(same.worstRelativeError()).isPositive().isLessThan(Verification.TOLERANCE);
        assertThatCode(same::requireAgreement).doesNotThrowAnyException();
    }

    @Test
    void aWeightThatChangedIsFound() throws IOException {
        assertThatThrownBy(() -> verify(withBias(0, 0.01f)).requireAgreement()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("disagrees with the trained one");
    }

    /** Every comparison with it is false, the next one's as well. */
    @Test
    void aNumberThatIsNoneIsFoundWhereverItStands() throws IOException {
        for (int c = 0; c < 2; c++) {
            Verification broken = verify(withBias(c, Float.NaN));
            assertThat(broken.worstRelativeError()).isNaN();
            assertThatThrownBy(broken::requireAgreement).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Graph withBias(int place, float value) {
        float[] bias = trained.initializers().get("head/bias").toFloats();
        bias[place] = value;
        Map<String, Tensor> changed = new HashMap<>();
        changed.put("head/bias", Tensor.ofFloats(List.of(2L), bias));
        return trained.withInitializers(changed);
    }

    private static Verification verify(Graph exported) throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(exported, file, Map.of());
        try (Preprocessor preprocessor = MiniLm.preprocessor();
                ForwardNetwork engine = ForwardNetwork.inTrainingEngine(trained, List.of("logits"), Device.cpu(), "trained")) {
            return Verifier.verify(file, roles, MiniLm.sentences(), preprocessor, TaskMetric.ACCURACY, 32,
                    batch -> engine.run(ModelInputs.onHost(batch, roles, "trained")).get(0).toFloats(), 0.5);
        }
    }
}
