package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** Where one step's pods run. */
public record Placement(
        @Size(max = 32) @JsonPropertyDescription("Node labels that the step's pods need, beside those that all pods need; its own value of a label is taken.")
        Map<String, @Size(max = 63) String> nodeSelector,
        @Size(max = 32) @JsonPropertyDescription("Taints that the step's pods tolerate, beside those that all pods tolerate.")
        List<PodToleration> tolerations) {}
