package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedPredictionsTest {
    /** Ten examples of class 0; the first network is wrong on the last two, the second on the six from the third on. */
    private static PairedPredictions worked() {
        return new PairedPredictions(new int[10], new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, new int[] {0, 0, 1, 1, 1, 1, 1, 1, 0, 0}, 2);
    }

    /** b = 6, c = 2, so the difference is 0.4 and its error sqrt(8 - 16/10) / 10; the mean of squares says the same: (6 + 2)/10 - 0.16 = 0.64. */
    @Test
    void accuracyByHand() {
        assertThat(worked().accuracyStandardError()).isEqualTo(Math.sqrt(6.4) / 10, offset(1e-12)).isEqualTo(Math.sqrt(0.64 / 10), offset(1e-12));
        assertThat(TaskMetric.ACCURACY.differenceStandardError(worked(), 1)).isEqualTo(worked().accuracyStandardError());
    }

    /** Independent of the formula: the deviation of the mean of the examples' own differences. */
    @Test
    void accuracyIsTheErrorOfAMeanOfDifferences() {
        Draw draw = new Draw(400, 3, 5);
        double[] differences = new double[draw.labels.length];
        double mean = 0;
        for (int i = 0; i < differences.length; i++) {
            differences[i] = (draw.first[i] == draw.labels[i] ? 1 : 0) - (draw.second[i] == draw.labels[i] ? 1 : 0);
            mean += differences[i] / differences.length;
        }
        double squares = 0;
        for (double difference : differences) {
            squares += (difference - mean) * (difference - mean);
        }
        assertThat(draw.pairs().accuracyStandardError()).isCloseTo(Math.sqrt(squares / differences.length / differences.length), within(1e-12));
    }

    @Test
    void networksThatSayTheSameDifferByNothing() {
        int[] labels = {0, 1, 2, 0, 1};
        int[] said = {0, 1, 1, 2, 3};
        PairedPredictions same = new PairedPredictions(labels, said, said, 3);
        assertThat(same.accuracyStandardError()).isZero();
        assertThat(same.macroF1StandardError(4)).isZero();
    }

    /** Against the delta method: the influences of an example on the two macro F1, subtracted. 1000 draws know a deviation to 2.2 %. */
    @Test
    void macroF1AgreesWithTheDeltaMethod() {
        for (int seed = 1; seed <= 3; seed++) {
            Draw draw = new Draw(600, 4, seed);
            double[] one = influences(draw.labels, draw.first, 4);
            double[] other = influences(draw.labels, draw.second, 4);
            double squares = 0;
            for (int i = 0; i < one.length; i++) {
                squares += (one[i] - other[i]) * (one[i] - other[i]);
            }
            double expected = Math.sqrt(squares) / one.length;
            assertThat(draw.pairs().macroF1StandardError(seed)).isCloseTo(expected, within(0.1 * expected));
        }
    }

    @Test
    void theSameSeedDrawsTheSame() {
        PairedPredictions pairs = new Draw(100, 3, 9).pairs();
        assertThat(pairs.macroF1StandardError(1)).isEqualTo(TaskMetric.MACRO_F1.differenceStandardError(pairs, 1)).isNotEqualTo(pairs.macroF1StandardError(2));
    }

    @Test
    void pairsMatch() {
        assertThatThrownBy(() -> new PairedPredictions(new int[3], new int[3], new int[2], 2)).hasMessage("3 and 2 predictions for 3 examples");
    }

    /** n d(macro F1) / d(example's count): mean over classes of (2 [y = p = k] - F_k ([y = k] + [p = k])) n / D_k. */
    private static double[] influences(int[] labels, int[] predicted, int classes) {
        double[] influences = new double[labels.length];
        for (int k = 0; k < classes; k++) {
            double right = 0;
            double either = 0;
            for (int i = 0; i < labels.length; i++) {
                right += labels[i] == k && predicted[i] == k ? 1 : 0;
                either += (labels[i] == k ? 1 : 0) + (predicted[i] == k ? 1 : 0);
            }
            double f1 = 2 * right / either;
            for (int i = 0; i < labels.length; i++) {
                double own = (labels[i] == k ? 1 : 0) + (predicted[i] == k ? 1 : 0);
                influences[i] += ((labels[i] == k && predicted[i] == k ? 2 : 0) - f1 * own) / either * labels.length / classes;
            }
        }
        return influences;
    }

    /** Two networks that are right on 80 and 70 % of random examples, mostly the same ones. */
    private static final class Draw {
        private final int classes;
        private final int[] labels;
        private final int[] first;
        private final int[] second;

        Draw(int examples, int classes, long seed) {
            Random random = new Random(seed);
            this.classes = classes;
            labels = random.ints(examples, 0, classes).toArray();
            first = new int[examples];
            second = new int[examples];
            for (int i = 0; i < examples; i++) {
                double hardness = random.nextDouble();
                first[i] = hardness + 0.1 * random.nextDouble() < 0.85 ? labels[i] : random.nextInt(classes);
                second[i] = hardness + 0.1 * random.nextDouble() < 0.75 ? labels[i] : random.nextInt(classes);
            }
        }

        PairedPredictions pairs() {
            return new PairedPredictions(labels, first, second, classes);
        }
    }
}
