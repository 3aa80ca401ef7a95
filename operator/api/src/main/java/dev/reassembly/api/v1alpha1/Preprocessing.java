package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Preprocessing of one network: exactly one of image and text. */
@ValidationRule(value = "has(self.image) != has(self.text)", message = "exactly one of image and text must be set")
public record Preprocessing(
        @JsonPropertyDescription("For networks that read pictures.") ImagePreprocessing image,
        @JsonPropertyDescription("For networks that read text.") TextPreprocessing text) {}
