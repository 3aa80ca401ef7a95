package dev.reassembly.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;

class CutSimilarityTest {
    private static final int BATCH = 16;
    private static final int SAMPLES = 50; // the last two fill no minibatch

    @Test
    void agreesWithTheNaiveFormulaForAllPairs() {
        Random random = new Random(11);
        int[] channels = {5, 12, 3, 40};
        List<float[]> features = correlated(random, channels);
        SimilarityMatrix matrix = CutSimilarity.compute(List.of(
                grams("a", List.of(features.get(0), features.get(1)), channels[0], channels[1]),
                grams("b", List.of(features.get(2), features.get(3)), channels[2], channels[3])));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double expected = i == j ? 1 : NaiveCka.cka(features.get(i), channels[i], features.get(j), channels[j], BATCH);
                assertThat(matrix.lookup(i / 2, 1 + i % 2, j / 2, 1 + j % 2))
                        .isCloseTo(Math.max(0, expected), within(1e-5));
                assertThat(matrix.lookup(i / 2, 1 + i % 2, j / 2, 1 + j % 2))
                        .isEqualTo(matrix.lookup(j / 2, 1 + j % 2, i / 2, 1 + i % 2));
            }
            assertThat(matrix.lookup(i / 2, 1 + i % 2, i / 2, 1 + i % 2)).isEqualTo(1.0);
        }
    }

    @Test
    void doesNotChangeUnderRotationScalingAndTranslation() {
        Random random = new Random(12);
        int channels = 10;
        List<float[]> features = correlated(random, channels, 7);
        DMatrixRMaj rotation = RandomMatrices_DDRM.orthogonal(channels, channels, random);
        DMatrixRMaj turned = CommonOps_DDRM.mult(matrix(features.get(0), channels), rotation, null);
        float[] moved = new float[features.get(0).length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (37 * turned.get(i / channels, i % channels) + 3 * (i % channels));
        }
        SimilarityMatrix matrix = CutSimilarity.compute(List.of(
                grams("z", List.of(features.get(0), moved, features.get(1)), channels, channels, 7)));
        assertThat(matrix.lookup(0, 1, 0, 2)).isCloseTo(1, within(1e-5));
        assertThat(matrix.lookup(0, 1, 0, 3)).isCloseTo(matrix.lookup(0, 2, 0, 3), within(1e-5));
        assertThat(matrix.lookup(0, 1, 0, 3)).isBetween(0.05, 0.99);
    }

    @Test
    void estimatesOfIndependentFeaturesScatterAroundZero() {
        // The biased estimate would be near 0.9 here: 200 channels and 16 samples.
        Random random = new Random(13);
        double sum = 0;
        double squares = 0;
        int draws = 200;
        for (int draw = 0; draw < draws; draw++) {
            float[] left = normal(random, BATCH * 200);
            float[] right = normal(random, BATCH * 200);
            float[] k = CenteredGram.of(left, BATCH, BATCH, 200).get(0);
            float[] l = CenteredGram.of(right, BATCH, BATCH, 200).get(0);
            double estimate = dot(k, l) / Math.sqrt(dot(k, k) * dot(l, l));
            sum += estimate;
            squares += estimate * estimate;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(mean).isBetween(-4 * error, 4 * error);
        assertThat(error).isLessThan(0.02);
    }

    @Test
    void negativeEstimatesBecomeZeroAndAreCounted() {
        Random random = new Random(14);
        List<float[]> features = new ArrayList<>();
        int[] channels = new int[12];
        Arrays.fill(channels, 30);
        for (int channel : channels) {
            features.add(normal(random, SAMPLES * channel));
        }
        int negative = 0;
        for (int i = 0; i < 12; i++) {
            for (int j = i + 1; j < 12; j++) {
                negative += NaiveCka.cka(features.get(i), 30, features.get(j), 30, BATCH) < 0 ? 1 : 0;
            }
        }
        SimilarityMatrix matrix = CutSimilarity.compute(List.of(grams("noise", features, channels)));
        assertThat(negative).isPositive();
        assertThat(matrix.negatives()).isEqualTo(negative);
        for (int i = 1; i <= 12; i++) {
            for (int j = 1; j <= 12; j++) {
                assertThat(matrix.lookup(0, i, 0, j)).isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void addingAModelGivesTheSameMatrixAsComputingAnew() {
        Random random = new Random(15);
        List<float[]> features = correlated(random, 4, 9, 6);
        CutGrams a = grams("a", features.subList(0, 1), 4);
        CutGrams b = grams("b", features.subList(1, 2), 9);
        CutGrams c = grams("c", features.subList(2, 3), 6);
        SimilarityMatrix whole = CutSimilarity.compute(List.of(a, b, c));
        SimilarityMatrix grown = CutSimilarity.extend(CutSimilarity.compute(List.of(a, b)), List.of(a, b), c);
        assertThat(grown.models()).containsExactly("a", "b", "c");
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(grown.lookup(i, 1, j, 1)).isCloseTo(whole.lookup(i, 1, j, 1), within(1e-6));
            }
        }
    }

    @Test
    void narrowTilesGiveTheSameMatrix() {
        List<float[]> features = correlated(new Random(21), 4, 9, 6);
        List<CutGrams> zoo = List.of(grams("a", features, 4, 9, 6));
        SimilarityMatrix whole = CutSimilarity.compute(zoo);
        SimilarityMatrix tiled = CutSimilarity.compute(zoo, 3 * 4 * 7); // 120 columns in tiles of 7, the last of 1
        for (int i = 1; i <= 3; i++) {
            for (int j = 1; j <= 3; j++) {
                assertThat(tiled.lookup(0, i, 0, j)).isCloseTo(whole.lookup(0, i, 0, j), within(1e-6));
            }
        }
    }

    @Test
    void tinyAndHugeFeaturesKeepTheirDigits() {
        Random random = new Random(16);
        List<float[]> features = correlated(random, 6, 8);
        double expected = NaiveCka.cka(features.get(0), 6, features.get(1), 8, BATCH);
        for (float scale : new float[] {1e-18f, 1e-12f, 1e12f, 1e17f}) {
            float[] scaled = features.get(0).clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= scale;
            }
            SimilarityMatrix matrix = CutSimilarity.compute(List.of(grams("m", List.of(scaled, features.get(1)), 6, 8)));
            assertThat(matrix.lookup(0, 1, 0, 2)).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void refusesConstantAndNonFiniteFeaturesByName() {
        float[] good = normal(new Random(17), SAMPLES * 3);
        float[] constant = new float[SAMPLES * 3];
        Arrays.fill(constant, 0.3f);
        assertThatThrownBy(() -> CutSimilarity.compute(List.of(grams("vit", List.of(good, constant), 3, 3))))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model vit, cut 2").hasMessageContaining("same");
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] broken = good.clone();
            broken[20] = bad;
            assertThatThrownBy(() -> CutSimilarity.compute(List.of(grams("vit", List.of(broken), 3))))
                    .isInstanceOf(InvalidInputException.class).hasMessageContaining("model vit, cut 1")
                    .hasMessageContaining("finite");
        }
    }

    @Test
    void refusesModelsProbedInOtherMinibatches() {
        float[] features = normal(new Random(18), SAMPLES * 3);
        CutGrams other = new CutGrams("b", 8, List.of(CenteredGram.of(features, SAMPLES, 8, 3)));
        assertThatThrownBy(() -> CutSimilarity.compute(List.of(grams("a", List.of(features), 3), other)))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("model b").hasMessageContaining("model a");
    }

    @Test
    void rawInputsAreLikeEachOtherAndLikeNothingElse() {
        float[] features = normal(new Random(19), SAMPLES * 3);
        SimilarityMatrix matrix = CutSimilarity.compute(List.of(grams("a", List.of(features), 3),
                grams("b", List.of(features), 3)));
        assertThat(matrix.lookup(0, 0, 1, 0)).isEqualTo(1);
        assertThat(matrix.lookup(0, 0, 1, 1)).isZero();
        assertThat(matrix.lookup(0, 1, 0, 0)).isZero();
        assertThatThrownBy(() -> matrix.lookup(0, 2, 1, 0)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("cuts 0 to 1");
    }

    @Test
    void comesBackFromItsFileUnchanged() throws IOException {
        Random random = new Random(20);
        List<float[]> features = correlated(random, 4, 9, 6);
        SimilarityMatrix matrix = CutSimilarity.compute(List.of(grams("a", features.subList(0, 2), 4, 9),
                grams("b", features.subList(2, 3), 6)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        matrix.write(out);
        SimilarityMatrix back = SimilarityMatrix.read(new ByteArrayInputStream(out.toByteArray()), "file");
        assertThat(back.models()).isEqualTo(matrix.models());
        assertThat(back.cuts()).isEqualTo(matrix.cuts());
        assertThat(back.negatives()).isEqualTo(matrix.negatives());
        assertThat(back.lookup(0, 2, 1, 1)).isEqualTo(matrix.lookup(0, 2, 1, 1)).isPositive();
        byte[] shortened = Arrays.copyOf(out.toByteArray(), out.size() - 1);
        assertThatThrownBy(() -> SimilarityMatrix.read(new ByteArrayInputStream(shortened), "cka.bin"))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("cka.bin").hasMessageContaining("cut short");
        assertThatThrownBy(() -> SimilarityMatrix.read(new ByteArrayInputStream(new byte[100]), "cka.bin"))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("DMRF");
    }

    /** Features that share a three-dimensional signal and have noise of their own. */
    private static List<float[]> correlated(Random random, int... channels) {
        float[] signal = normal(random, SAMPLES * 3);
        List<float[]> features = new ArrayList<>();
        for (int width : channels) {
            float[] mixing = normal(random, 3 * width);
            float[] values = normal(random, SAMPLES * width);
            for (int i = 0; i < values.length; i++) {
                for (int s = 0; s < 3; s++) {
                    values[i] += signal[i / width * 3 + s] * mixing[s * width + i % width];
                }
            }
            features.add(values);
        }
        return features;
    }

    private static CutGrams grams(String model, List<float[]> features, int... channels) {
        List<List<float[]>> grams = new ArrayList<>();
        for (int cut = 0; cut < features.size(); cut++) {
            grams.add(CenteredGram.of(features.get(cut), SAMPLES, BATCH, channels[cut]));
        }
        return new CutGrams(model, BATCH, grams);
    }

    private static DMatrixRMaj matrix(float[] values, int columns) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return new DMatrixRMaj(values.length / columns, columns, true, doubles);
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
