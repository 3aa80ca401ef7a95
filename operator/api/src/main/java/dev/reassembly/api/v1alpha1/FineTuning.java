package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How candidates and baselines are trained: AdamW, linear warm-up, cosine decay. */
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
        @Default("false") @JsonPropertyDescription("Random horizontal flips and shifted crops of training pictures.") Boolean augmentation) {
    public enum Mode {
        Full, Frozen
    }
}
