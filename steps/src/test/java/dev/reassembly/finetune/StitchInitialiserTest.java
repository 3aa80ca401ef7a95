package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Example;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.progress.Progress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the target's features are an affine function of the source's, that function must come out. */
class StitchInitialiserTest {
    private static final MemoryDataset LETTERS = MemoryDataset.letters(200, 10);
    private final Random random = new Random(6);
    private final float[] weight = normal(8 * 6);
    private final float[] bias = normal(6);

    private float[] normal(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Rows [n, 8] times the matrix plus the bias. */
    private float[] mapped(FloatBuffer rows, int n) {
        float[] result = new float[n * 6];
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < 6; j++) {
                result[r * 6 + j] = bias[j];
                for (int i = 0; i < 8; i++) {
                    result[r * 6 + j] += rows.get(r * 8 + i) * weight[i * 6 + j];
                }
            }
        }
        return result;
    }

    private static Layer layer(int index) {
        return new Layer(index, "layer" + index, "Any", 1, 1, 1);
    }

    private static Chain chain(String model, Chain.Inputs inputs, Feature feature, String... tensors) {
        List<Cut> cuts = new ArrayList<>(List.of(new Cut(0, tensors[0], Feature.INPUT)));
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i < tensors.length; i++) {
            cuts.add(new Cut(i, tensors[i], feature));
            layers.add(layer(i - 1));
        }
        return new Chain(model, inputs, cuts, layers);
    }

    private void assertRecovered(InitialisedStitches initialised, double tolerance) {
        FloatBuffer w = initialised.graph().initializers().get("s1/weight").data().asFloatBuffer();
        FloatBuffer b = initialised.graph().initializers().get("s1/bias").data().asFloatBuffer();
        for (int i = 0; i < weight.length; i++) {
            assertThat(w.get(i)).as("weight %d", i).isCloseTo(weight[i], within((float) tolerance));
        }
        for (int j = 0; j < bias.length; j++) {
            assertThat(b.get(j)).as("bias %d", j).isCloseTo(bias[j], within((float) tolerance));
        }
        assertThat(initialised.fits()).hasSize(1);
        assertThat(initialised.fits().get(0).explained()).isGreaterThan(0.99999);
        assertThat(initialised.fits().get(0).before()).isLessThan(0.5);
    }

    private InitialisedStitches fitTexts(Preprocessor targetPreprocessor, int shift) {
        Composition composition = ToyNetworks.texts();
        Chain.Inputs inputs = composition.roles();
        float[] straight = mapped(composition.graph().initializers().get("b0/embedding").data().asFloatBuffer(), 27);
        float[] embedding = new float[(27 + shift) * 6];
        System.arraycopy(straight, 0, embedding, shift * 6, straight.length);
        Graph target = new Graph("b", composition.graph().inputs(), List.of(),
                List.of(new Node("out", "Gather", List.of("embedding", "ids"), List.of("out"))),
                Map.of("embedding", Tensor.ofFloats(List.of(27L + shift, 6L), embedding)));
        Feature tokens = new Feature(Feature.Layout.TOKENS, 6, -1, 1, false);
        Map<String, TargetModel> models = Map.of(
                "a", new TargetModel("a", composition.graph(), chain("a", inputs, tokens, "ids", "b0/out"), new ToyPreprocessor()),
                "b", new TargetModel("b", target, chain("b", inputs, tokens, "ids", "out", "end"), targetPreprocessor));
        return new StitchInitialiser(Device.cpu(), Progress.SILENT, new LayerActivations(new FitExamples(LETTERS, 160, 5), Device.cpu(), Progress.SILENT))
                .initialise("a", composition, models);
    }

    @Test
    void recoversAnAffineMapFromTokenToToken() {
        InitialisedStitches initialised = fitTexts(new ToyPreprocessor(), 0);
        assertRecovered(initialised, 1e-3);
        assertThat(initialised.fits().get(0).aligned()).isTrue();
        // Tokens of 160 texts of 6.5 letters on average, padding not among them.
        assertThat(initialised.fits().get(0).rows()).isBetween(160 * 5L, 160 * 8L);
    }

    /** Another vocabulary: ids differ, so that tokens can't be matched one by one, but means over texts can. */
    @Test
    void recoversAnAffineMapFromMeansWhereTokensDiffer() {
        Preprocessor shifted = new Preprocessor() {
            @Override
            public Batch encode(List<Example> examples) {
                Batch batch = new ToyPreprocessor().encode(examples);
                Map<InputRole, HostTensor> inputs = new HashMap<>(batch.inputs());
                HostTensor ids = inputs.get(InputRole.IDS);
                ByteBuffer changed = ByteBuffer.allocateDirect(ids.data().capacity()).order(ByteOrder.nativeOrder());
                for (int i = 0; i < changed.capacity(); i += 8) {
                    changed.putLong(i, ids.data().getLong(i) + 3);
                }
                inputs.put(InputRole.IDS, new HostTensor(HostTensor.Type.INT64, ids.shape(), changed));
                return new Batch(inputs, batch.labels(), batch.ids());
            }

            @Override
            public void close() {}
        };
        InitialisedStitches initialised = fitTexts(shifted, 3);
        assertRecovered(initialised, 1e-3);
        assertThat(initialised.fits().get(0).aligned()).isFalse();
        assertThat(initialised.fits().get(0).rows()).isEqualTo(160);
    }

    /** Convolutions whose kernels are affine functions of each other, joined by the stitch that a composition really has. */
    @Test
    void recoversAnAffineMapBetweenMaps() {
        float[] kernel = normal(8 * 27);
        float[] byInput = new float[kernel.length];
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 27; k++) {
                byInput[k * 8 + i] = kernel[i * 27 + k];
            }
        }
        float[] combined = mapped(FloatBuffer.wrap(byInput), 27);
        float[] targetKernel = new float[6 * 27];
        for (int k = 0; k < 27; k++) {
            for (int j = 0; j < 6; j++) {
                targetKernel[j * 27 + k] = combined[k * 6 + j] - bias[j];
            }
        }
        Chain.Inputs inputs = new Chain.Inputs("image", null, null, null);
        Graph a = convolution(8, kernel, new float[8]);
        Graph b = convolution(6, targetKernel, bias);
        Chain chainA = chain("a", inputs, new Feature(Feature.Layout.NCHW, 8, 8, 8, false), "image", "map", "out");
        Chain chainB = chain("b", inputs, new Feature(Feature.Layout.NCHW, 6, 8, 8, false), "image", "map", "out");
        Composition composition = Composer.compose(List.of(new Part(new BlockRef("a", 0, 1), a, chainA),
                new Part(new BlockRef("b", 1, 2), b, chainB)), List.of(false, true), new Head(2), 1);
        Map<String, TargetModel> models = Map.of("a", new TargetModel("a", a, chainA, new ToyPreprocessor()),
                "b", new TargetModel("b", b, chainB, new ToyPreprocessor()));
        InitialisedStitches initialised = new StitchInitialiser(Device.cpu(), Progress.SILENT,
                new LayerActivations(new FitExamples(MemoryDataset.stripes(80, 10), 64, 5), Device.cpu(), Progress.SILENT))
                .initialise("a", composition, models);
        assertRecovered(initialised, 1e-3);
        assertThat(initialised.fits().get(0).rows()).isEqualTo(64 * 64);
        assertThat(initialised.graph().initializers().get("head/weight")).isEqualTo(composition.graph().initializers()
                .get("head/weight"));
    }

    private static Graph convolution(int channels, float[] kernel, float[] bias) {
        return new Graph("g", List.of(new ValueInfo("image", ElementType.FLOAT, List.of(-1L, 3L, 8L, 8L))),
                List.of(new ValueInfo("out", ElementType.FLOAT, List.of(-1L, (long) channels, 8L, 8L))),
                List.of(new Node("map", "", "Conv", List.of("image", "kernel", "bias"), List.of("map"),
                        Map.of("pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L)))),
                        new Node("out", "Relu", List.of("map"), List.of("out"))),
                Map.of("kernel", Tensor.ofFloats(List.of((long) channels, 3L, 3L, 3L), kernel),
                        "bias", Tensor.ofFloats(List.of((long) channels), bias)));
    }
}
