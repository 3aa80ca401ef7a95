package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.data.TaskMetric;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TeacherLogitsTest {
    private static final Offset<Float> CLOSE = within(1e-6f);
    private static final List<String> IDS = List.of("x", "y");
    private static final int[] LABELS = {0, 1};

    private static Evaluation voice(float[]... logits) {
        return Evaluation.of(TaskMetric.ACCURACY, logits[0].length, IDS, LABELS, logits);
    }

    private static float log(double value) {
        return (float) Math.log(value);
    }

    /** x: probabilities 1/4, 3/4 and 1/2, 1/2; y: 1/2, 1/2 and 9/10, 1/10. A constant added to logits changes nothing. */
    @Test
    void severalSpeakTheMeanOfTheirProbabilities() {
        Map<String, float[]> mean = TeacherLogits.of(List.of(voice(new float[] {7, 7 + log(3)}, new float[] {-2, -2}),
                voice(new float[] {5, 5}, new float[] {log(9), 0}))).byExample();
        assertThat(mean).containsOnlyKeys(IDS);
        assertThat(mean.get("x")).containsExactly(new float[] {log(3.0 / 8), log(5.0 / 8)}, CLOSE);
        assertThat(mean.get("y")).containsExactly(new float[] {log(7.0 / 10), log(3.0 / 10)}, CLOSE);
    }

    @Test
    void threeOfThreeClasses() {
        Map<String, float[]> mean = TeacherLogits.of(List.of(voice(new float[] {0, 0, 0}, new float[] {0, 0, 0}),
                voice(new float[] {0, log(2), log(3)}, new float[] {0, 0, 0}), voice(new float[] {log(4), 0, 0}, new float[] {0, 0, 0}))).byExample();
        // (1/3 + 1/6 + 2/3) / 3, (1/3 + 1/3 + 1/6) / 3, (1/3 + 1/2 + 1/6) / 3
        assertThat(mean.get("x")).containsExactly(new float[] {log(7.0 / 18), log(5.0 / 18), log(1.0 / 3)}, CLOSE);
    }

    /** Exponentials of such logits are beyond any number, and a probability of 0 has no logarithm. */
    @Test
    void certaintyStaysFinite() {
        Map<String, float[]> mean = TeacherLogits.of(List.of(voice(new float[] {2000, 0}, new float[] {2000, 0}),
                voice(new float[] {0, 2000}, new float[] {1000, -1000}))).byExample();
        assertThat(mean.get("x")).containsExactly(new float[] {log(0.5), log(0.5)}, CLOSE);
        assertThat(mean.get("y")[0]).isCloseTo(0, CLOSE);
        assertThat(mean.get("y")[1]).isFinite().isLessThan(-80);
    }

    /** What is divided by the temperature are its own logits then, which differ from log probabilities by a constant. */
    @Test
    void oneSpeaksAsItIs() {
        float[] logits = {3.5f, -1};
        assertThat(TeacherLogits.of(List.of(voice(logits, new float[] {0, 1}))).byExample().get("x")).containsExactly(logits);
    }
}
