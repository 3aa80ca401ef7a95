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
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The oracle is the whole network in the training engine, batch for batch. */
class PooledFeaturesTest {
    private static final int EXAMPLES = 40;

    @Test
    void ofAWholeModel() throws IOException {
        TargetModel model = RealZoo.model("all-minilm-l6-v2");
        int layers = model.chain().layers().size();
        assertFeatures(Composer.compose(List.of(RealZoo.part(model, 0, layers)), List.of(false), new Head(2), 0), model, RealZoo.sentences(200L), 384);
    }

    @Test
    void ofAnAssemblyThatGoesOnFromItsFirstBlock() throws IOException {
        TargetModel model = RealZoo.model("all-minilm-l6-v2");
        assertFeatures(RealZoo.join(model, 3, RealZoo.model("bge-small-en-v1.5"), 9), model, RealZoo.sentences(200L), 384);
    }

    /** A later block that computes with the size of the picture gets the picture, and not only what leaves the first block. */
    @Test
    void ofAnAssemblyWhoseEndLooksAtThePicture() throws IOException {
        Composition plain = ToyNetworks.pictures();
        List<Node> nodes = new ArrayList<>(plain.graph().nodes());
        nodes.add(new Node("shape", "Shape", List.of("image"), List.of("shape")));
        nodes.add(new Node("sizes", "", "Cast", List.of("shape"), List.of("sizes"), Map.of("to", new Attribute.Int(ElementType.FLOAT.onnxCode()))));
        nodes.add(new Node("largest", "", "ReduceMax", List.of("sizes"), List.of("largest"), Map.of("keepdims", new Attribute.Int(0))));
        nodes.add(new Node("scaled", "Mul", List.of(plain.pooled(), "largest"), List.of("scaled")));
        Graph graph = new Graph("a", plain.graph().inputs(), plain.graph().outputs(), nodes, plain.graph().initializers());
        Composition composition = new Composition(graph, plain.blocks(), plain.stitchInputs(), plain.stitchLinearInputs(), plain.stitchOutputs(),
                plain.layerOutputs(), "scaled", plain.roles());
        Feature map = new Feature(Feature.Layout.NCHW, 8, 8, 8, false);
        Chain chain = new Chain("a", plain.roles(), List.of(new Cut(0, "image", Feature.INPUT), new Cut(1, "b0/out", map)), List.of());
        assertFeatures(composition, new TargetModel("a", plain.graph(), chain, new ToyPreprocessor()), MemoryDataset.stripes(100, 10), 8);
    }

    private static void assertFeatures(Composition composition, TargetModel first, Dataset data, int channels) throws IOException {
        LayerActivations activations = new LayerActivations(new FitExamples(data, EXAMPLES, 5), Device.cpu(), Progress.SILENT);
        try (Continuation continued = Continuation.behindFirstBlock(composition, first, activations, composition.pooled(), Device.cpu(), Progress.SILENT);
                Network whole = NetworkLoader.load(composition.graph(), Device.cpu());
                Batches batches = Batches.open(data, Split.TRAIN, Batching.of(16).shuffled(5, 0).bucketed(3), List.of(first.preprocessor()))) {
            PooledFeatures features = PooledFeatures.of(continued, "a", Progress.SILENT);
            assertThat(features.channels()).isEqualTo(channels);
            assertThat(features.values()).hasSize(EXAMPLES * channels);
            assertThat(features.labels()).hasSize(EXAMPLES);
            for (int i = 0; i < EXAMPLES; i += 16) {
                Batch batch = batches.next().get(0);
                float[] expected = pooled(whole, composition, batch);
                for (int row = 0; row < Math.min(16, EXAMPLES - i); row++) {
                    assertThat(features.labels()[i + row]).isEqualTo(batch.labels()[row]);
                    for (int j = 0; j < channels; j++) {
                        assertThat(features.values()[(i + row) * channels + j]).isCloseTo(expected[row * channels + j], within(2e-5f));
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
