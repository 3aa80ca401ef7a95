package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Placement of the steps' pods. */
public record Pods(
        @Size(max = 512) @JsonPropertyDescription("Image of the steps; the operator's default when absent.") String image,
        @Size(max = 8) @ValidationRule(value = "self.all(step, step in ['all', " + Pods.STEPS + "])",
                message = "the steps are inspect, probe, partition, assemble, finetune and publish; all stands for the rest")
        @JsonPropertyDescription("Requests and limits by step: inspect, probe, partition, assemble, finetune, publish, or all.")
        Map<String, PodResources> resources,
        @Size(max = 32) @JsonPropertyDescription("Node labels that the pods need.") Map<String, @Size(max = 63) String> nodeSelector,
        @Size(max = 32) @JsonPropertyDescription("Taints that the pods tolerate.") List<PodToleration> tolerations,
        @Size(max = 8) @ValidationRule(value = "self.all(step, step in [" + Pods.STEPS + "])",
                message = "the steps are inspect, probe, partition, assemble, finetune and publish")
        @JsonPropertyDescription("Placement by step: inspect, probe, partition, assemble, finetune or publish.")
        Map<String, Placement> placement) {

    static final String STEPS = "'inspect', 'probe', 'partition', 'assemble', 'finetune', 'publish'";
}
