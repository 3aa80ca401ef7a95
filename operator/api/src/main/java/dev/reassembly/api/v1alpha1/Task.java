package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/** The downstream task. */
public record Task(
        @Required @JsonPropertyDescription("What is learned.") Kind kind,
        @Required @JsonPropertyDescription("The labelled data.") DatasetSpec dataset,
        @Default("Accuracy") @JsonPropertyDescription("What decides between candidates, on the validation split.") Metric metric) {
    public enum Kind {
        ImageClassification, TextClassification
    }

    public enum Metric {
        Accuracy, MacroF1
    }
}
