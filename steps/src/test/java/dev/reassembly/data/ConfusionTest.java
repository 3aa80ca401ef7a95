package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.reassembly.api.v1alpha1.Task;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfusionTest {
    /**
     * Truth 0 x 5, 1 x 3, 2 x 4 with predictions 0 0 0 1 2 | 1 1 0 | 2 2 0 1. By hand: F1_0 = 6/(5+5) = .6, F1_1 = 4/(3+4),
     * F1_2 = 4/(4+3); mean .580952 (scikit-learn 1.7 says 0.5809523809523809).
     */
    @Test
    void macroF1AndAccuracyOfAWorkedMatrix() {
        Confusion confusion = new Confusion(3);
        int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
        int[] predicted = {0, 0, 0, 1, 2, 1, 1, 0, 2, 2, 0, 1};
        for (int i = 0; i < labels.length; i++) {
            confusion.add(labels[i], predicted[i]);
        }
        assertThat(confusion.macroF1()).isEqualTo((0.6 + 4.0 / 7 + 4.0 / 7) / 3, offset(1e-12));
        assertThat(confusion.accuracy()).isEqualTo(7.0 / 12, offset(1e-12));
        // sqrt(7/12 * 5/12 / 12)
        assertThat(confusion.accuracyStandardError()).isEqualTo(0.142318, offset(1e-6));
        assertThat(confusion.count(2, 0)).isEqualTo(1);
        assertThat(confusion.total()).isEqualTo(12);
        assertThat(TaskMetric.of(Task.Metric.MacroF1).score(confusion)).isEqualTo(confusion.macroF1());
        assertThat(TaskMetric.of(Task.Metric.Accuracy).score(confusion)).isEqualTo(confusion.accuracy());
        assertThat(TaskMetric.of(null)).isEqualTo(TaskMetric.ACCURACY);
    }

    /** Classes that are only predicted count with F1 0, classes that never occur do not count, as in scikit-learn. */
    @Test
    void onlyOccurringClassesCount() {
        Confusion confusion = new Confusion(5);
        confusion.add(0, 0);
        confusion.add(0, 2);
        confusion.add(1, 1);
        assertThat(confusion.macroF1()).isEqualTo((2.0 / 3 + 1 + 0) / 3, offset(1e-12));
    }

    /**
     * The delta method against what it approximates: the spread of macro F1 over many test sets drawn anew. At 400 examples
     * they agree to a few per cent, while accuracy's standard error is another.
     */
    @Test
    void standardErrorOfMacroF1IsItsSpread() {
        double[][] rates = {{0.62, 0.06, 0.02}, {0.03, 0.15, 0.02}, {0.02, 0.04, 0.04}};
        Random random = new Random(7);
        double sum = 0;
        double squares = 0;
        double told = 0;
        double ofAccuracy = 0;
        int sets = 4000;
        for (int s = 0; s < sets; s++) {
            Confusion drawn = new Confusion(3);
            for (int i = 0; i < 400; i++) {
                double u = random.nextDouble();
                int cell = 0;
                while (cell < 8 && (u -= rates[cell / 3][cell % 3]) >= 0) {
                    cell++;
                }
                drawn.add(cell / 3, cell % 3);
            }
            sum += drawn.macroF1();
            squares += drawn.macroF1() * drawn.macroF1();
            told += TaskMetric.MACRO_F1.standardError(drawn) / sets;
            ofAccuracy += TaskMetric.ACCURACY.standardError(drawn) / sets;
        }
        double spread = Math.sqrt(squares / sets - sum / sets * (sum / sets));
        assertThat(told).isEqualTo(spread, offset(0.05 * spread));
        assertThat(ofAccuracy).isLessThan(0.75 * spread);
    }

    /** With two classes and counts 3 1 | 1 3: F_k = 3/4, influence 2 (1 - 3/4) / 8 / 2 where right, (-3/4 - 3/4) / 8 / 2 where wrong. */
    @Test
    void standardErrorOfMacroF1ByHand() {
        Confusion confusion = new Confusion(2);
        for (int i = 0; i < 8; i++) {
            confusion.add(i / 4, i == 3 ? 1 : i == 7 ? 0 : i / 4);
        }
        assertThat(confusion.macroF1StandardError()).isEqualTo(Math.sqrt(6 * 0.03125 * 0.03125 + 2 * 0.09375 * 0.09375), offset(1e-12))
                .isEqualTo(confusion.accuracyStandardError(), offset(1e-12));
        assertThat(new Confusion(2).macroF1StandardError()).isNaN();
        Confusion perfect = new Confusion(2);
        perfect.add(0, 0);
        perfect.add(1, 1);
        assertThat(perfect.macroF1StandardError()).isZero();
    }

    @Test
    void logitsAreReadByTheirLargestAndNotANumberIsWrong() {
        Confusion confusion = new Confusion(2);
        FloatBuffer logits = FloatBuffer.wrap(new float[] {9, 9, 1, -1, 2, 3, Float.NaN, 0, -5, Float.NEGATIVE_INFINITY});
        logits.position(2);
        confusion.add(logits, new int[] {0, 1, 0, 0});
        assertThat(logits.position()).isEqualTo(2);
        assertThat(confusion.count(0, 0)).isEqualTo(2);
        assertThat(confusion.count(1, 1)).isEqualTo(1);
        assertThat(confusion.accuracy()).isEqualTo(0.75);
        assertThat(confusion.macroF1()).isEqualTo((4.0 / 5 + 1) / 2, offset(1e-12));
    }
}
