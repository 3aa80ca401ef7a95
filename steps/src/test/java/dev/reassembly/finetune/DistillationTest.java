package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.Example;
import dev.reassembly.data.Split;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learning from a teacher: the loss against its definition in double precision, and what a training makes of it. */
class DistillationTest {
    private static final int N = 5;
    private static final int CLASSES = 4;
    private static final int[] LABELS = {3, 0, 1, 1, 2};
    private static final MemoryDataset LETTERS = MemoryDataset.letters(200, 100);

    private static double[] softmax(float[] logits, int from, double temperature) {
        double[] p = new double[CLASSES];
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
            p[k] = Math.exp(logits[from + k] / temperature);
            sum += p[k];
        }
        for (int k = 0; k < CLASSES; k++) {
            p[k] /= sum;
        }
        return p;
    }

    /** (1 - w) CE + w T^2 sum q log(q / p), the mean over rows. */
    private static double loss(float[] student, float[] teacher, double weight, double temperature, double smoothing) {
        double loss = 0;
        for (int i = 0; i < N; i++) {
            double[] hard = softmax(student, i * CLASSES, 1);
            double[] p = softmax(student, i * CLASSES, temperature);
            double[] q = softmax(teacher, i * CLASSES, temperature);
            for (int k = 0; k < CLASSES; k++) {
                double target = smoothing / CLASSES + (LABELS[i] == k ? 1 - smoothing : 0);
                loss -= (1 - weight) * target * Math.log(hard[k]) / N;
                loss += weight * temperature * temperature * q[k] * Math.log(q[k] / p[k]) / N;
            }
        }
        return loss;
    }

    private static float[] normal(long seed, double deviation) {
        Random random = new Random(seed);
        float[] values = new float[N * CLASSES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static FineTuning recipe(double weight, double temperature) {
        return new FineTuning(FineTuning.Mode.Full, 8, 16, 0.02, 0.02, 0.05, 0.1, 0.1, 1, false, null, new Distillation(weight, temperature, 1),
                1.0, 0, FineTuning.Precision.Single);
    }

    /** The gradient is compared with central differences of the definition. */
    @ParameterizedTest
    @CsvSource({"0.5, 1", "0.3, 2", "0.9, 5", "1, 20"})
    void valueAndGradientFollowTheDefinition(double weight, double temperature) {
        float[] student = normal(2, 4);
        float[] teacher = normal(3, 4);
        Map<String, float[]> byExample = new HashMap<>();
        for (int i = 0; i < N; i++) {
            byExample.put("e" + i, Arrays.copyOfRange(teacher, i * CLASSES, (i + 1) * CLASSES));
        }
        Objective objective = Objective.of(recipe(weight, temperature), new TeacherLogits(byExample));
        double expected = loss(student, teacher, weight, temperature, 0.1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray x = manager.create(student, new Shape(N, CLASSES));
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray loss = objective.loss(x, new MiniBatch(Map.of(), LABELS, List.of("e0", "e1", "e2", "e3", "e4")));
                assertThat((double) loss.getFloat()).isCloseTo(expected, within(2e-5 * (1 + expected)));
                collector.backward(loss);
            }
            float[] actual = x.getGradient().toFloatArray();
            for (int i = 0; i < student.length; i++) {
                float[] up = student.clone();
                float[] down = student.clone();
                up[i] += 0.01f;
                down[i] -= 0.01f;
                double slope = (loss(up, teacher, weight, temperature, 0.1) - loss(down, teacher, weight, temperature, 0.1)) / (up[i] - down[i]);
                assertThat((double) actual[i]).isCloseTo(slope, within(1e-4 * temperature));
            }
        }
    }

    /** A teacher that always says the other class. */
    private static TeacherLogits contrary(double certainty) {
        Map<String, float[]> logits = new HashMap<>();
        for (Example example : LETTERS.splits().get(Split.TRAIN)) {
            float towards = (float) (example.label() == 0 ? certainty : -certainty);
            logits.put(example.id(), new float[] {-towards, towards});
        }
        return new TeacherLogits(logits);
    }

    private static TrainedNetwork train(FineTuning recipe, Teacher teacher) {
        return TrainerTest.trainer(recipe).train("a", ToyNetworks.texts(), new ToyPreprocessor(), LETTERS, 8, CheckpointStore.NONE, teacher);
    }

    @Test
    void aStudentLearnsWhatItsTeacherSaysOfEachExample() {
        TrainedNetwork contrary = train(recipe(1, 2), contrary(4));
        assertThat(contrary.result().epochs().get(7).metric()).isLessThan(0.1);
        assertThat(train(recipe(0.1, 2), contrary(4)).result().epochs().get(7).metric()).isGreaterThan(0.85);
    }

    @Test
    void aTeacherWithoutWeightChangesNoBit() {
        TrainedNetwork alone = train(recipe(0, 2), null);
        TrainedNetwork unheard = train(recipe(0, 2), contrary(4));
        alone.graph().initializers().forEach((name, tensor) ->
                assertThat(unheard.graph().initializers().get(name).data()).as(name).isEqualTo(tensor.data()));
    }

    @Test
    void theDigestTellsTeachersApart() {
        assertThat(contrary(4).digest()).isEqualTo(contrary(4).digest()).isNotEqualTo(contrary(5).digest());
        TeacherLogits one = new TeacherLogits(Map.of("a", new float[] {1, 2}, "b", new float[] {3, 4}));
        TeacherLogits swapped = new TeacherLogits(Map.of("b", new float[] {1, 2}, "a", new float[] {3, 4}));
        assertThat(one.digest()).isNotEqualTo(swapped.digest());
        assertThatThrownBy(() -> one.logits("c")).hasMessageContaining("no logits for example c");
    }
}
