package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Resources of one step's pod, as Kubernetes quantities. */
public record PodResources(
        @JsonPropertyDescription("Requests and limits of CPU, for example 2 or 1500m.") @Size(max = 32)
        @Pattern("^([0-9]{1,4}(\\.[0-9]{1,3})?|[0-9]{1,7}m)$") String cpu,
        @JsonPropertyDescription("Requests and limits of memory, for example 8Gi.") @Size(max = 32)
        @Pattern("^[0-9]{1,12}(\\.[0-9]{1,3})?(k|Ki|M|Mi|G|Gi|T|Ti)?$") String memory,
        @JsonPropertyDescription("GPUs (nvidia.com/gpu).") @Min(0) @Max(16) Integer gpus) {}
