package dev.reassembly.model.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.graph.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stitch does before its linear map, in ONNX Runtime, against plain loops over places and channels. */
class ArrangementTest {
    static List<Mixture> joinable() {
        return Mixture.joinable().stream().filter(mixture -> !mixture.first().readsText()).toList();
    }

    @ParameterizedTest
    @MethodSource("joinable")
    void placesComeInTheTargetsGridAndOrder(Mixture mixture) throws Exception {
        Composition composition = mixture.compose();
        String before = composition.stitchInputs().get(1);
        String after = composition.stitchLinearInputs().get(1);
        Map<String, Tensor> samples = mixture.samples(2);
        Map<String, Oracle.Value> values = before.equals(after) ? Oracle.onnxRuntime(composition.graph(), samples, after)
                : Oracle.onnxRuntime(composition.graph(), samples, before, after);
        Feature from = mixture.first().exit().feature();
        Feature to = mixture.second().entry().feature();
        float[] given = values.get(before).data();
        int c = (int) from.channels();
        float[] expected = to.layout() == Layout.VECTOR ? means(given, c, from) : grid(given, c, from, to);
        assertThat(values.get(after).data()).containsExactly(expected, within(1e-5f));
    }

    static List<Mixture> textToVector() {
        return Mixture.joinable().stream().filter(mixture -> mixture.first().readsText()
                && mixture.second().entry().feature().layout() == Layout.VECTOR).toList();
    }

    @ParameterizedTest
    @MethodSource("textToVector")
    void aTextsVectorIsTheMeanOfTheTokensThatItsMaskKeeps(Mixture mixture) throws Exception {
        Composition composition = mixture.compose();
        String before = composition.stitchInputs().get(1);
        String after = composition.stitchLinearInputs().get(1);
        Map<String, Tensor> samples = mixture.samples(2);
        Map<String, Oracle.Value> values = Oracle.onnxRuntime(composition.graph(), samples, before, after);
        int c = (int) mixture.first().exit().feature().channels();
        Tensor mask = samples.get("attention_mask");
        float[] expected = new float[2 * c];
        for (int n = 0; n < 2; n++) {
            int kept = mask == null || n == 0 ? 7 : 4;
            for (int p = 0; p < kept; p++) {
                for (int k = 0; k < c; k++) {
                    expected[n * c + k] += values.get(before).data()[(n * 7 + p) * c + k] / kept;
                }
            }
        }
        assertThat(values.get(after).shape()).containsExactly(2L, (long) c);
        assertThat(values.get(after).data()).containsExactly(expected, within(1e-5f));
    }

    /** All tokens count, the class token too. */
    private static float[] means(float[] given, int c, Feature from) {
        int places = given.length / c / 2;
        float[] means = new float[2 * c];
        for (int n = 0; n < 2; n++) {
            for (int k = 0; k < c; k++) {
                double sum = 0;
                for (int p = 0; p < places; p++) {
                    sum += given[at(from.layout(), n, p, k, places, c)];
                }
                means[n * c + k] = (float) (sum / places);
            }
        }
        return means;
    }

    private static float[] grid(float[] given, int c, Feature from, Feature to) {
        int[] a = sides(from);
        int[] b = sides(to);
        int skipped = from.classToken() ? 1 : 0;
        int kept = from.classToken() && to.classToken() ? 1 : 0;
        int places = a[0] * a[1] + skipped;
        int wanted = b[0] * b[1] + kept;
        float[] arranged = new float[2 * wanted * c];
        for (int n = 0; n < 2; n++) {
            for (int k = 0; k < c; k++) {
                float[] map = new float[a[0] * a[1]];
                for (int p = 0; p < map.length; p++) {
                    map[p] = given[at(from.layout(), n, p + skipped, k, places, c)];
                }
                float[] resampled = ResamplingTest.naive(map, a[0], a[1], b[0], b[1]);
                for (int p = 0; p < resampled.length; p++) {
                    arranged[at(to.layout(), n, p + kept, k, wanted, c)] = resampled[p];
                }
                if (kept == 1) {
                    arranged[at(to.layout(), n, 0, k, wanted, c)] = given[at(from.layout(), n, 0, k, places, c)];
                }
            }
        }
        return arranged;
    }

    private static int[] sides(Feature feature) {
        int side = (int) Math.sqrt(feature.height());
        return feature.layout() == Layout.TOKENS ? new int[] {side, side} : new int[] {(int) feature.height(), (int) feature.width()};
    }

    private static int at(Layout layout, int n, int place, int channel, int places, int channels) {
        boolean second = layout == Layout.NCHW;
        return second ? (n * channels + channel) * places + place : (n * places + place) * channels + channel;
    }
}
