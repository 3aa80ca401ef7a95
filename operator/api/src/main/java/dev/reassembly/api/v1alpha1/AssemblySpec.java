package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How candidates are searched. */
public record AssemblySpec(
        @Default("4") @Min(1) @Max(64) @JsonPropertyDescription("How many assemblies are trained.") Integer candidates,
        @Default("100") @Min(1) @Max(1000) @JsonPropertyDescription("How many best assemblies the integer programme lists to choose those from.")
        Integer pool,
        @Default("30") @Min(1) @Max(3600) @JsonPropertyDescription("Most seconds the integer programme may take.") Integer timeLimitSeconds,
        @Default("true") @JsonPropertyDescription("Single networks of the zoo compete as candidates: whole ones that fit the budget, alone and with a stitch inside, and truncated ones.")
        Boolean includeParents,
        @Default("2") @Min(0) @Max(64)
        @JsonPropertyDescription("How many truncated networks compete, when includeParents says so: the first layers of one network, as many as fit the budget or as classify best, with a new head.")
        Integer truncatedParents,
        @Default("16") @Min(1) @Max(256)
        @JsonPropertyDescription("How many assemblies of the pool are built, to train those whose classes a linear probe tells apart best behind the fitted stitches; no more than candidates: none is scored.")
        Integer built) {}
