package dev.reassembly.model.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionGridTest {
    /**
     * sin(0.7 i), i = 0..31, as a 4 x 4 grid of two channels, resized to 3 x 5 by PyTorch 2.15:
     * {@code interpolate(t.permute(2, 0, 1)[None], (3, 5), mode="bicubic", align_corners=False)}, channels last again.
     */
    private static final float[] TORCH = {-0.147355f, 0.545667f, 0.720480f, 0.923821f, 0.889254f, 0.408385f, 0.007656f, -0.589428f,
        -0.884698f, -1.019632f, -0.948769f, -0.400360f, -0.042650f, 0.586424f, 0.901243f, 1.003161f, 0.780603f, 0.234981f, -0.097199f,
        -0.763892f, -0.930006f, -1.000291f, -0.768911f, -0.257915f, 0.134140f, 0.730740f, 0.878746f, 0.856257f, 0.774326f, 0.152205f};

    @Test
    void interpolatesAsPyTorchDoes() {
        float[] values = new float[2 + 32];
        values[0] = 5;
        values[1] = 6;
        for (int i = 0; i < 32; i++) {
            values[2 + i] = (float) Math.sin(0.7 * i);
        }
        Tensor resized = Bicubic.resample(Tensor.ofFloats(List.of(1L, 17L, 2L), values), 1, 4, 3, 5);
        assertThat(resized.shape()).isEqualTo(List.of(1L, 16L, 2L));
        float[] found = floats(resized);
        assertThat(found).startsWith(5, 6);
        assertThat(Arrays.copyOfRange(found, 2, 32)).containsExactly(TORCH, within(2e-6f));
    }

    @Test
    void aTransformerTakesPicturesOfAnotherSize() {
        for (boolean classToken : new boolean[] {true, false}) {
            Graph trained = open(Sketches.vision(1, 2, 8, 4, classToken));
            NominalInput larger = new NominalInput.Image(3, 24, 32, Layout.NCHW);
            Graph adapted = PositionGrid.adapt("vit", trained, larger);
            assertThat(adapted.initializers()).doesNotContainKey("places").containsKey("places/grid_6x8");
            assertThat(adapted.initializers().get("places/grid_6x8").shape()).isEqualTo(List.of(1L, 48L + (classToken ? 1 : 0), 8L));
            assertThat(PositionGrid.isInterpolated("places/grid_6x8")).isTrue();
            Chain chain = ChainBuilder.build("vit", adapted, larger, null);
            assertThat(chain.layers()).hasSize(ChainBuilder.build("vit", trained, new NominalInput.Image(3, 16, 16, Layout.NCHW), null)
                    .layers().size());
            trained.initializers().forEach((name, tensor) -> assertThat(name.equals("places")
                    || adapted.initializers().get(name) == tensor).as(name).isTrue());
        }
    }

    @Test
    void aModelOfTheSizeThatItWasTrainedAtIsLeftAsItIs() {
        NominalInput trained = new NominalInput.Image(3, 16, 16, Layout.NCHW);
        for (Graph graph : List.of(open(Sketches.vision(1, 2, 8, 4, true)), Sketches.vision(1, 2, 8, 4, true),
                open(Sketches.residual(1, 8, false)))) {
            assertThat(PositionGrid.adapt("m", graph, trained)).isSameAs(graph);
        }
    }

    @Test
    void aFixedExportIsRefusedAtAnotherSize() {
        Graph fixed = Sketches.vision(1, 2, 8, 4, true);
        NominalInput larger = new NominalInput.Image(3, 24, 24, Layout.NCHW);
        assertThat(PositionGrid.adapt("vit", fixed, larger)).isSameAs(fixed);
        assertThatThrownBy(() -> ChainBuilder.build("vit", fixed, larger, null)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is declared as [-1, 3, 16, 16], but its preprocessing gives [1, 3, 24, 24]")
                .hasMessageContaining("export the model with dynamic axes");
    }

    /** The sketch with height and width left open, as a dynamic export has them. */
    private static Graph open(Graph graph) {
        return new Graph(graph.name(), List.of(new ValueInfo("picture", ElementType.FLOAT, List.of(-1L, 3L, -1L, -1L))), graph.outputs(),
                graph.nodes(), graph.initializers());
    }

    private static float[] floats(Tensor tensor) {
        FloatBuffer buffer = tensor.data().asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
