package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where the result goes. */
public record Output(
        @Required @Size(max = 1024) @Pattern("^(s3|file)://.+")
        @JsonPropertyDescription("A folder; model.onnx, model-card.md, provenance.json, result.json and report.html are written below it; with spec.budgets below a folder for each, "
                + "and front.json, front.svg and front.html here.")
        String uri,
        @Default("Best") @JsonPropertyDescription("Which network is published, of those that fit the budget. Best: the best on validation, but a whole network of the zoo "
                + "unless the odds are two to one that another is better. BestAssembly: the best assembly, also when a single network is better. "
                + "OnlyIfBetter: as Best, or none when that is a whole network of the zoo, however it was taught.")
        PublishPolicy publishPolicy) {

    public enum PublishPolicy {
        Best, BestAssembly, OnlyIfBetter
    }
}
