package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One of several budgets: what the network delivered below {@code <output.uri>/<name>/} may cost, stitches and head included. */
@ValidationRule(value = "has(self.parameters) || has(self.flops) || has(self.latency) || has(self.memory)",
        message = "at least one of parameters, flops, latency and memory must be set")
public record NamedBudget(
        @Required @Size(max = 63) @Pattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
        @JsonPropertyDescription("A short name, unique among the budgets; the network goes into a folder of this name.") String name,
        @Pattern("^[0-9]{1,6}(\\.[0-9]{1,3})?[kMGT]?$") @Size(max = 16)
        @JsonPropertyDescription("Most parameters, for example 28M.") String parameters,
        @Pattern("^[0-9]{1,6}(\\.[0-9]{1,3})?[kMGT]?$") @Size(max = 16)
        @JsonPropertyDescription("Most multiply-accumulate operations for one sample, for example 1.2G.") String flops,
        @Pattern("^[0-9]{1,6}(\\.[0-9]{1,3})?(us|ms|s)$") @Size(max = 16)
        @JsonPropertyDescription("Longest time for one sample on the device that probes, for example 20ms.") String latency,
        @Pattern("^[0-9]{1,6}(\\.[0-9]{1,3})?(Ki|Mi|Gi)$") @Size(max = 16)
        @JsonPropertyDescription("Most memory for weights and live activations of one sample, for example 200Mi.") String memory) {

    /** The bounds without the name. */
    public Budget bounds() {
        return new Budget(parameters, flops, latency, memory);
    }
}
