package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.reassembly.api.v1alpha1.ImagePreprocessing;
import dev.reassembly.api.v1alpha1.ImagePreprocessing.Channels;
import dev.reassembly.api.v1alpha1.ImagePreprocessing.Layout;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturePreprocessorTest {
    /** Two pixels side by side: (10, 20, 30) and (40, 50, 60). */
    private static final Example TWO = picture("two", 2, 1, 10, 20, 30, 40, 50, 60);
    /** The same with the pixels swapped. */
    private static final Example SWAPPED = picture("swapped", 2, 1, 40, 50, 60, 10, 20, 30);

    @Test
    void channelsFirstRgb() throws IOException {
        Batch batch = encode(Layout.NCHW, Channels.RGB, List.of(10.0, 20.0, 30.0), List.of(1.0, 2.0, 4.0));
        assertThat(batch.inputs().get(InputRole.IMAGE).shape()).containsExactly(2, 3, 1, 2);
        assertFloats(batch, 0, 30, 0, 15, 0, 7.5f, 30, 0, 15, 0, 7.5f, 0);
        assertThat(batch.labels()).containsExactly(0, 0);
        assertThat(batch.ids()).containsExactly("two", "swapped");
    }

    @Test
    void channelsLastBgrTakesMeansInTheInputsOrder() throws IOException {
        Batch batch = encode(Layout.NHWC, Channels.BGR, List.of(30.0, 20.0, 10.0), List.of(1.0));
        assertThat(batch.inputs().get(InputRole.IMAGE).shape()).containsExactly(2, 1, 2, 3);
        assertFloats(batch, 0, 0, 0, 30, 30, 30, 30, 30, 30, 0, 0, 0);
    }

    @Test
    void greyIsLuma() throws IOException {
        Batch batch = encode(Layout.NCHW, Channels.GRAY, null, null);
        assertThat(batch.inputs().get(InputRole.IMAGE).shape()).containsExactly(2, 1, 1, 2);
        float first = (0.299f * 10 + 0.587f * 20 + 0.114f * 30) / 255;
        float second = (0.299f * 40 + 0.587f * 50 + 0.114f * 60) / 255;
        assertFloats(batch, first, second, second, first);
    }

    @Test
    void refusesDeclarationsThatCannotWork() {
        assertThatThrownBy(() -> encode(Layout.NCHW, Channels.RGB, List.of(1.0, 2.0), null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("zoo[2].preprocessing.image.mean: is [1.0, 2.0]; it must be one number, or one a channel (3)");
        assertThatThrownBy(() -> encode(Layout.NCHW, Channels.GRAY, null, List.of(0.0))).isInstanceOf(InvalidInputException.class)
                .hasMessage("zoo[2].preprocessing.image.std: has a 0, which nothing can be divided by");
        assertThatThrownBy(() -> create(new ImagePreprocessing(null, 2, null, null, null, null)))
                .hasMessage("zoo[2].preprocessing.image.height: is null; it must be between 1 and 1024");
        assertThatThrownBy(() -> create(new ImagePreprocessing(1, 2, null, null, null, null))
                .encode(List.of(new Example("a.jsonl#1", new Example.Text("x"), 0))))
                .hasMessageContaining("prepares pictures, but the data set holds text (a.jsonl#1)");
    }

    @Test
    void augmentationFlipsAndShiftsByTheSeedAndRepeatsTheEdge() {
        Example row = picture("row", 4, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
        Augmentation flip = new Augmentation(true, 0);
        Augmentation shift = new Augmentation(false, 0.25);
        List<String> flipped = new ArrayList<>();
        List<String> shifted = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            flipped.add(reds(flip.apply(row, seed)));
            shifted.add(reds(shift.apply(row, seed)));
            assertThat(reds(flip.apply(row, seed))).isEqualTo(flipped.get(seed));
        }
        assertThat(flipped).containsOnly("1234", "4321").contains("1234", "4321");
        assertThat(shifted).containsOnly("1234", "1123", "2344").contains("1234", "1123", "2344");
        assertThat(reds(row)).isEqualTo("1234");
    }

    private static String reds(Example example) {
        byte[] rgb = ((Example.Image) example.content()).rgb();
        StringBuilder reds = new StringBuilder();
        for (int i = 0; i < rgb.length; i += 3) {
            reds.append(rgb[i]);
        }
        return reds.toString();
    }

    private static Batch encode(Layout layout, Channels channels, List<Double> mean, List<Double> std) throws IOException {
        return create(new ImagePreprocessing(1, 2, layout, channels, mean, std)).encode(List.of(TWO, SWAPPED));
    }

    private static Preprocessor create(ImagePreprocessing image) throws IOException {
        return Preprocessors.create(new Preprocessing(image, null), "zoo[2].preprocessing", new FolderSource());
    }

    private static void assertFloats(Batch batch, float... expected) {
        HostTensor tensor = batch.inputs().get(InputRole.IMAGE);
        assertThat(tensor.data().isDirect()).isTrue();
        assertThat(tensor.data().order()).isEqualTo(ByteOrder.nativeOrder());
        FloatBuffer floats = tensor.data().asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        assertThat(values).containsExactly(expected, offset(1e-5f));
    }

    private static Example picture(String id, int width, int height, int... rgb) {
        byte[] bytes = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bytes[i] = (byte) rgb[i];
        }
        return new Example(id, new Example.Image(width, height, bytes), 0);
    }
}
