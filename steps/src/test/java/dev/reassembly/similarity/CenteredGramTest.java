package dev.reassembly.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CenteredGramTest {
    @Property(tries = 50)
    void innerProductIsTheUnbiasedEstimateOfHsic(@ForAll @IntRange(min = 4, max = 24) int batch,
            @ForAll @IntRange(min = 1, max = 20) int channels, @ForAll long seed) {
        Random random = new Random(seed);
        float[] x = normal(random, batch * channels);
        float[] y = normal(random, batch * (channels + 3));
        double expected = NaiveCka.hsic(NaiveCka.gram(x, 0, batch, channels), NaiveCka.gram(y, 0, batch, channels + 3));
        double actual = 2 * dot(one(x, batch, channels), one(y, batch, channels + 3)) / (batch * (batch - 3.0));
        assertThat(actual).isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
    }

    /** Nearly as good as the double loop: what rounding adds is a few units in the last place of the products before U-centring. */
    @Property(tries = 60)
    void agreesWithSumsInDoublePrecision(@ForAll @IntRange(min = 4, max = 70) int batch, @ForAll @IntRange(min = 1, max = 700) int channels,
            @ForAll("offsets") float offset, @ForAll long seed) {
        float[] features = normal(new Random(seed), batch * channels);
        for (int i = 0; i < features.length; i++) {
            features[i] += offset * (1 + i % channels % 3);
        }
        double[][] gram = NaiveCka.gram(features, 0, batch, channels);
        double[] expected = uCentred(gram);
        float[] actual = one(features, batch, channels);
        double[] differences = IntStream.range(0, expected.length).mapToDouble(i -> actual[i] - expected[i]).toArray();
        assertThat(norm(differences)).isLessThanOrEqualTo(4e-6 * norm(Arrays.stream(gram).flatMapToDouble(Arrays::stream).toArray()));
    }

    @Provide
    Arbitrary<Float> offsets() {
        return Arbitraries.of(0f, 1f, -300f, 1e5f);
    }

    /** All are measured from the first sample, so one that is far from the rest is the hardest for single precision. */
    @Test
    void aFirstSampleFarAwayHidesNoOther() {
        int batch = 32;
        int channels = 100;
        float[] features = normal(new Random(5), batch * channels);
        for (int c = 0; c < channels; c++) {
            features[c] += 100;
        }
        double[] expected = uCentred(NaiveCka.gram(features, 0, batch, channels));
        float[] actual = one(features, batch, channels);
        double[] differences = IntStream.range(0, expected.length).mapToDouble(i -> actual[i] - expected[i]).toArray();
        assertThat(norm(differences)).isLessThan(1e-5 * norm(expected));
    }

    @Test
    void everyRowSumsToZero() {
        int batch = 9;
        float[] packed = one(normal(new Random(1), batch * 5), batch, 5);
        double[] rows = new double[batch];
        int at = 0;
        for (int i = 0; i < batch; i++) {
            for (int j = i + 1; j < batch; j++) {
                rows[i] += packed[at];
                rows[j] += packed[at++];
            }
        }
        for (double row : rows) {
            assertThat(row).isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void aLargeOffsetCostsNoDigits() {
        Random random = new Random(2);
        int batch = 16;
        int channels = 8;
        float[] near = new float[batch * channels];
        float[] far = new float[batch * channels];
        for (int i = 0; i < near.length; i++) {
            near[i] = random.nextInt(-64, 64) / 16f;
            far[i] = near[i] + 65_536; // exact in single precision
        }
        assertThat(one(far, batch, channels)).containsExactly(one(near, batch, channels), within(1e-4f));
    }

    @Test
    void hasAGramOfEachWholeMinibatchInOrder() {
        float[] all = normal(new Random(3), 20 * 3);
        List<float[]> grams = CenteredGram.of(all, 20, 6, 3);
        assertThat(grams).hasSize(3);
        for (int m = 0; m < 3; m++) {
            assertThat(grams.get(m)).containsExactly(one(Arrays.copyOfRange(all, m * 18, m * 18 + 18), 6, 3), within(1e-5f));
        }
        assertThat(CenteredGram.of(all, 11, 6, 3)).hasSize(1);
    }

    @Test
    void groupsOfMinibatchesGiveTheSameGrams() {
        float[] features = normal(new Random(4), 50 * 30);
        List<float[]> together = CenteredGram.of(features, 50, 10, 30);
        for (long bytes : new long[] {1, 2 * 4 * 10 * (30 + 10), 3 * 4 * 10 * (30 + 10)}) {
            List<float[]> groups = CenteredGram.of(features, 50, 10, 30, bytes);
            assertThat(groups).hasSize(5);
            for (int m = 0; m < 5; m++) {
                assertThat(groups.get(m)).containsExactly(together.get(m), within(1e-4f));
            }
        }
    }

    @Test
    void everyRunGivesTheSameBits() {
        float[] features = normal(new Random(6), 192 * 333);
        List<float[]> first = CenteredGram.of(features, 192, 64, 333);
        for (int run = 0; run < 20; run++) {
            List<float[]> again = CenteredGram.of(features, 192, 64, 333);
            for (int m = 0; m < 3; m++) {
                assertThat(again.get(m)).isEqualTo(first.get(m));
            }
        }
    }

    @Test
    void constantFeaturesGiveExactlyZero() {
        for (float value : new float[] {0.1f, -3e8f, 1e-30f}) {
            float[] features = new float[7 * 4];
            Arrays.fill(features, value);
            assertThat(one(features, 7, 4)).containsOnly(0f);
        }
    }

    @Test
    void aConstantChannelCountsForNothing() {
        float[] varying = normal(new Random(7), 8 * 2);
        float[] beside = new float[8 * 3];
        for (int i = 0; i < 8; i++) {
            System.arraycopy(varying, 2 * i, beside, 3 * i, 2);
            beside[3 * i + 2] = 1e7f / 3;
        }
        assertThat(one(beside, 8, 3)).containsExactly(one(varying, 8, 2), within(1e-6f));
    }

    @Test
    void featuresThatAreNotFiniteGiveNoFiniteGram() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int at : new int[] {0, 1, 20}) { // in the first sample, and in another
                float[] features = normal(new Random(8), 12 * 2);
                features[at] = bad;
                List<float[]> grams = CenteredGram.of(features, 12, 6, 2);
                for (float value : grams.get(at / 12)) {
                    assertThat(value).isNaN();
                }
                assertThat(dot(grams.get(1 - at / 12), grams.get(1 - at / 12))).isFinite();
            }
        }
    }

    @Test
    void threeSamplesAreTooFew() {
        assertThatThrownBy(() -> CenteredGram.of(new float[9], 3, 3, 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 4");
    }

    private static float[] one(float[] features, int batch, int channels) {
        return CenteredGram.of(features, batch, batch, channels).get(0);
    }

    /** The definition, in double precision; packed like the fast way's. */
    private static double[] uCentred(double[][] gram) {
        int batch = gram.length;
        double[] rows = Arrays.stream(gram).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
        double total = Arrays.stream(rows).sum();
        double[] packed = new double[CenteredGram.length(batch)];
        int at = 0;
        for (int i = 0; i < batch; i++) {
            for (int j = i + 1; j < batch; j++) {
                packed[at++] = gram[i][j] - rows[i] / (batch - 2) - rows[j] / (batch - 2) + total / ((batch - 1.0) * (batch - 2));
            }
        }
        return packed;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
