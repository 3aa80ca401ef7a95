package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against scikit-learn's regression, and against the condition that the unique minimum alone fulfils. */
class HeadRegressionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Random random = new Random(8);

    @AfterEach
    void close() {
        manager.close();
    }

    /** {@code src/test/golden/logistic.py} wrote the file. */
    @Test
    void weightsAreThoseOfScikitLearn() throws IOException {
        JsonNode golden = MAPPER.readTree(Path.of("src/test/golden/logistic.json").toFile());
        List<double[]> rows = Stream.of(MAPPER.convertValue(golden.get("rows"), double[][].class)).toList();
        int[] labels = MAPPER.convertValue(golden.get("labels"), int[].class);
        int classes = golden.get("classes").asInt();
        assertThat(golden.get("fits")).hasSize(3);
        try (LogisticRegression regression = new LogisticRegression(manager, rows, labels, classes)) {
            for (JsonNode fit : golden.get("fits")) {
                double[] expected = Stream.of(MAPPER.convertValue(fit.get("weights"), double[][].class)).flatMapToDouble(Arrays::stream).toArray();
                double[] found = regression.fit(fit.get("penalty").asDouble(), new double[expected.length]);
                assertThat(found).containsExactly(expected, within(1e-4));
                assertThat(regression.crossEntropy(found)).isCloseTo(fit.get("crossEntropy").asDouble(), within(1e-6));
            }
        }
    }

    /** Clusters around random centres, of which the last class has none when it is left out. */
    private List<float[]> clusters(int[] labels, int features, double offset, double size, double spread) {
        float[][] centres = new float[20][features];
        for (float[] centre : centres) {
            for (int j = 0; j < features; j++) {
                centre[j] = (float) random.nextGaussian();
            }
        }
        List<float[]> rows = new ArrayList<>();
        for (int label : labels) {
            float[] row = new float[features];
            for (int j = 0; j < features; j++) {
                row[j] = (float) (offset + size * (centres[label][j] + spread * random.nextGaussian()));
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * The gradient of the penalised loss with respect to the map vanishes: for each feature j and class k, with features' mean m and
     * mean variance s^2, the mean of (p_k - y_k)(x_j - m_j) + l s^2 W_jk is 0, and the mean of 100 (p_k - y_k) + l (b_k + m W_k) is.
     */
    static double stationarity(List<float[]> rows, double[][] probabilities, int[] labels, AffineMap map, double penalty) {
        int features = map.weight().numRows;
        double[] mean = new double[features];
        rows.forEach(row -> Arrays.setAll(mean, j -> mean[j] + row[j] / rows.size()));
        double variance = rows.stream().mapToDouble(row -> {
            double sum = 0;
            for (int j = 0; j < features; j++) {
                sum += Math.pow(row[j] - mean[j], 2);
            }
            return sum / features;
        }).average().orElseThrow();
        double worst = 0;
        for (int k = 0; k < map.bias().length; k++) {
            double intercept = map.bias()[k];
            double error = 0;
            for (int j = 0; j < features; j++) {
                double slope = 0;
                for (int i = 0; i < labels.length; i++) {
                    slope += (probabilities[i][k] - (labels[i] == k ? 1 : 0)) * (rows.get(i)[j] - mean[j]) / labels.length;
                }
                intercept += mean[j] * map.weight().get(j, k);
                worst = Math.max(worst, Math.abs(slope / Math.sqrt(variance) + penalty * Math.sqrt(variance) * map.weight().get(j, k)));
            }
            for (int i = 0; i < labels.length; i++) {
                error += (probabilities[i][k] - (labels[i] == k ? 1 : 0)) / labels.length;
            }
            worst = Math.max(worst, Math.abs(error + penalty * intercept / 100));
        }
        return worst;
    }

    private static double[][] probabilities(List<float[]> rows, AffineMap map) {
        double[][] probabilities = new double[rows.size()][map.bias().length];
        for (int i = 0; i < probabilities.length; i++) {
            double sum = 0;
            for (int k = 0; k < map.bias().length; k++) {
                double logit = map.bias()[k];
                for (int j = 0; j < map.weight().numRows; j++) {
                    logit += rows.get(i)[j] * map.weight().get(j, k);
                }
                probabilities[i][k] = Math.exp(logit);
                sum += probabilities[i][k];
            }
            for (int k = 0; k < map.bias().length; k++) {
                probabilities[i][k] /= sum;
            }
        }
        return probabilities;
    }

    /** Features far from the origin and of any size; more features than examples too. */
    @ParameterizedTest
    @ValueSource(ints = {3, 40, 150})
    void theMapIsTheMinimumOfThePenalisedLoss(int features) {
        int[] labels = random.ints(90, 0, 4).toArray();
        List<float[]> rows = clusters(labels, features, 5, 0.1, 1.5);
        HeadRegression found = HeadRegression.of(manager, rows, labels, 4);
        assertThat(stationarity(rows, probabilities(rows, found.map()), labels, found.map(), found.fit().penalty())).isLessThan(1e-5);
        assertThat(found.fit().examples()).isEqualTo(90);
    }

    /** Little noise wants a weak penalty; labels that the features know nothing of want the strongest, and then about log c is left. */
    @Test
    void heldOutExamplesChooseThePenalty() {
        int[] labels = random.ints(300, 0, 4).toArray();
        HeadRegression clear = HeadRegression.of(manager, clusters(labels, 20, 0, 1, 0.3), labels, 4);
        assertThat(clear.fit().penalty()).isLessThanOrEqualTo(1e-3);
        assertThat(clear.fit().crossEntropy()).isLessThan(0.05);
        HeadRegression noise = HeadRegression.of(manager, clusters(new int[300], 20, 0, 1, 1), labels, 4);
        assertThat(noise.fit().penalty()).isEqualTo(1);
        assertThat(noise.fit().crossEntropy()).isCloseTo(Math.log(4), within(0.1));
    }

    @Test
    void aClassWithoutExamplesGetsASmallProbabilityAndNoInfinity() {
        int[] labels = random.ints(60, 0, 3).toArray();
        List<float[]> rows = clusters(labels, 6, 0, 1, 0.5);
        HeadRegression found = HeadRegression.of(manager, rows, labels, 4);
        for (double[] row : probabilities(rows, found.map())) {
            assertThat(row[3]).isBetween(1e-12, 0.05);
        }
    }

    @Test
    void featuresThatNeverVaryLeaveThePriors() {
        int[] labels = new int[50];
        for (int i = 0; i < 50; i++) {
            labels[i] = i % 5 < 2 ? 1 : 0;
        }
        List<float[]> rows = clusters(new int[50], 3, 2, 0, 0);
        HeadRegression found = HeadRegression.of(manager, rows, labels, 2);
        assertThat(probabilities(rows, found.map())[0][1]).isCloseTo(0.4, within(0.01));
    }
}
