package dev.reassembly.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
        double actual = 2 * dot(CenteredGram.of(x, 0, batch, channels), CenteredGram.of(y, 0, batch, channels + 3))
                / (batch * (batch - 3.0));
        assertThat(actual).isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
    }

    @Test
    void everyRowSumsToZero() {
        int batch = 9;
        float[] packed = CenteredGram.of(normal(new Random(1), batch * 5), 0, batch, 5);
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
        assertThat(CenteredGram.of(far, 0, batch, channels)).containsExactly(CenteredGram.of(near, 0, batch, channels),
                within(1e-5f));
    }

    @Test
    void readsTheMinibatchThatBeginsAtTheGivenRow() {
        float[] all = normal(new Random(3), 12 * 3);
        float[] second = Arrays.copyOfRange(all, 6 * 3, 12 * 3);
        assertThat(CenteredGram.of(all, 6, 6, 3)).isEqualTo(CenteredGram.of(second, 0, 6, 3));
    }

    @Test
    void constantFeaturesGiveExactlyZero() {
        float[] features = new float[7 * 4];
        Arrays.fill(features, 0.1f);
        assertThat(CenteredGram.of(features, 0, 7, 4)).containsOnly(0f);
    }

    @Test
    void threeSamplesAreTooFew() {
        assertThatThrownBy(() -> CenteredGram.of(new float[9], 0, 3, 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 4");
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
