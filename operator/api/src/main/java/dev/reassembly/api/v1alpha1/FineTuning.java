package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** How candidates and baselines are trained: AdamW, linear warm-up, cosine decay. */
@ValidationRule(value = "!has(self.frozenEpochs) || !has(self.epochs) || self.frozenEpochs < self.epochs", fieldPath = ".frozenEpochs",
        message = "there must be fewer frozenEpochs than epochs")
public record FineTuning(
        @Default("Full") @JsonPropertyDescription("Full trains everything; Frozen only stitches and head.") Mode mode,
        @Default("3") @Min(1) @Max(1000) @JsonPropertyDescription("Passes over the training data for the finalists and the baselines.")
        Integer epochs,
        @Default("16") @Min(1) @Max(4096) @JsonPropertyDescription("Examples a step.") Integer batchSize,
        @Default("0.00005") @Min(0) @Max(1) @JsonPropertyDescription("Peak learning rate of the pre-trained blocks.") Double learningRate,
        @Default("0.001") @Min(0) @Max(1) @JsonPropertyDescription("Peak learning rate of stitches and head.") Double newLayersLearningRate,
        @Default("0.05") @Min(0) @Max(1) @JsonPropertyDescription("Decoupled weight decay; biases and normalisations are exempt.")
        Double weightDecay,
        @Default("0.1") @Min(0) @Max(0.9) @JsonPropertyDescription("Part of all steps in which the learning rate rises.") Double warmup,
        @Default("0.1") @Min(0) @Max(0.9) @JsonPropertyDescription("Label smoothing.") Double labelSmoothing,
        @Default("1") @Min(1) @Max(8) @JsonPropertyDescription("Rounds of successive halving: after each the better half goes on.")
        Integer rungs,
        @Default("false") @JsonPropertyDescription("Random horizontal flips and shifted crops of training pictures.") Boolean augmentation,
        @Default("Fitted") @JsonPropertyDescription("What the new head starts from: Fitted is a logistic regression on the features "
                + "of partition.probeSamples training examples, Random small random weights.") HeadStart headStart,
        @Default("{}") @JsonPropertyDescription("Learning from the zoo's trained networks beside the labels.") Distillation distillation,
        @Default("1") @Min(0.1) @Max(1) @JsonPropertyDescription("A pre-trained layer's learning rate is learningRate times this to the "
                + "power of the number of pre-trained layers behind it; 1 trains all alike.") Double layerDecay,
        @Default("0") @Min(0) @Max(999) @JsonPropertyDescription("So many first epochs train stitches and head only, then everything; "
                + "without effect where mode is Frozen.") Integer frozenEpochs,
        @Default("Single") @JsonPropertyDescription("Mixed: a training step's matrix products and convolutions in bfloat16, where the device "
                + "does them right and faster, as GPUs from 2020 on; elsewhere, and for all else, single precision.") Precision precision) {
    public enum Mode {
        Full, Frozen
    }

    public enum Precision {
        Single, Mixed
    }

    public enum HeadStart {
        Fitted, Random
    }
}
