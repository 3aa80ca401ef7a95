package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How the zoo is cut into K blocks a model. */
public record PartitionSpec(
        @Default("4") @Min(2) @Max(16) @JsonPropertyDescription("K: blocks a model, and equivalence sets.") Integer blocks,
        @Default("Parameters") @JsonPropertyDescription("What a block's size is measured in.") Balance balance,
        @Default("0.2") @Min(0) @Max(10) @JsonPropertyDescription("How much larger than its fair share a block may be.") Double tolerance,
        @Default("DynamicProgramming") @JsonPropertyDescription("How the cuts of a model are found: exactly, or by the paper's local moves.")
        Solver solver,
        @Default("64") @Min(1) @Max(10000) @JsonPropertyDescription("Independent starts of the search; the best is kept.") Integer restarts,
        @Default("512") @Min(32) @Max(100000) @JsonPropertyDescription("Training examples that all networks are compared on.") Integer probeSamples,
        @Default("64") @Min(8) @Max(1024) @JsonPropertyDescription("Minibatch of the similarity estimate.") Integer probeBatch) {
    public enum Balance {
        Parameters, Flops, Layers
    }

    public enum Solver {
        DynamicProgramming, KernighanLin
    }
}
