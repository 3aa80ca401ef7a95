package dev.reassembly.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Assembly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
    private static String recipe(FineTuning.Mode mode, FineTuning.HeadStart start, double weight, double layerDecay, int frozenEpochs) {
        return recipe(mode, start, weight, layerDecay, frozenEpochs, FineTuning.Precision.Single);
    }

    private static String recipe(FineTuning.Mode mode, FineTuning.HeadStart start, double weight, double layerDecay, int frozenEpochs,
            FineTuning.Precision precision) {
        return Recipe.sentences(tuning(mode, start, weight, layerDecay, frozenEpochs, precision), 7, Assembly.Kind.ASSEMBLY);
    }

    private static FineTuning tuning(FineTuning.Mode mode, FineTuning.HeadStart start, double weight, double layerDecay, int frozenEpochs,
            FineTuning.Precision precision) {
        return new FineTuning(mode, 5, 16, 0.001, 0.01, 0.05, 0.1, 0.2, 1, false, start, new Distillation(weight, 3.0, 1), layerDecay, frozenEpochs,
                precision);
    }

    /** A whole network is trained without teachers, whatever the others are; only an assembly and a stitched parent have stitches. */
    @ParameterizedTest
    @CsvSource({"ASSEMBLY, true, true", "PARENT, false, false", "DISTILLED_PARENT, true, false", "STITCHED_PARENT, true, true", "TRUNCATED_PARENT, true, false"})
    void tellsWhatAppliesToTheKind(Assembly.Kind kind, boolean taught, boolean stitched) {
        String told = Recipe.sentences(tuning(FineTuning.Mode.Full, FineTuning.HeadStart.Fitted, 0.5, 1, 0, FineTuning.Precision.Single), 7, kind);
        assertThat(told.contains("Distillation")).isEqualTo(taught);
        assertThat(told.contains("titches")).isEqualTo(stitched);
        assertThat(told).endsWith("from a logistic regression on pooled features.");
    }

    @Test
    void tellsOnlyWhatApplies() {
        String common = " fine-tuning, 5 epochs, batch 16, AdamW, learning rate 0.001 (new layers 0.01), weight decay 0.05, warm-up 0.1 then"
                + " cosine, label smoothing 0.2, seed 7.";
        assertThat(recipe(FineTuning.Mode.Full, FineTuning.HeadStart.Random, 0, 1, 0)).isEqualTo("Full" + common
                + " Stitches start from least squares, the head from small random weights.");
        assertThat(recipe(FineTuning.Mode.Frozen, FineTuning.HeadStart.Random, 0, 0.8, 2)).isEqualTo("Frozen" + common
                + " Stitches start from least squares, the head from small random weights.");
        assertThat(recipe(FineTuning.Mode.Full, FineTuning.HeadStart.Fitted, 0.5, 0.8, 2)).isEqualTo("Full" + common
                + " A pre-trained layer's learning rate is multiplied by 0.8 for each layer behind it. Until the end of epoch 2 only stitches"
                + " and head were trained. Distillation from trained networks of the zoo with weight 0.5 at temperature 3.0."
                + " Stitches start from least squares, the head from a logistic regression on pooled features.");
        assertThat(recipe(FineTuning.Mode.Full, FineTuning.HeadStart.Random, 0, 1, 0, FineTuning.Precision.Mixed)).isEqualTo("Full" + common
                + " Matrix products and convolutions of training steps were in bfloat16 where the device does them faster."
                + " Stitches start from least squares, the head from small random weights.");
    }
}
