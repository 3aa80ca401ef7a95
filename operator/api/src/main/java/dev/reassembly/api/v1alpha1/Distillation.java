package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Knowledge distillation (Hinton et al. 2015): with weight w and temperature T, (1 - w) CE + w T^2 KL(teacher / T || student / T). */
public record Distillation(
        @Default("0") @Min(0) @Max(1) @JsonPropertyDescription("Share of the loss that asks for the teachers' probabilities; 0 is none.")
        Double weight,
        @Default("2") @Min(1) @Max(20) @JsonPropertyDescription("What logits are divided by before probabilities are compared.")
        Double temperature,
        @Default("1") @Min(1) @Max(8) @JsonPropertyDescription("How many of the zoo's best networks teach, whatever they cost: the mean of their probabilities.")
        Integer teachers) {}
