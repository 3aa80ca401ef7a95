package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What the new network may cost, stitches and head included. */
@ValidationRule(value = Budget.ANY, message = Budget.ANY_MISSING)
public record Budget(
        @Pattern(Budget.COUNT) @Size(max = 16) @JsonPropertyDescription(Budget.PARAMETERS) String parameters,
        @Pattern(Budget.COUNT) @Size(max = 16) @JsonPropertyDescription(Budget.FLOPS) String flops,
        @Pattern(Budget.TIME) @Size(max = 16) @JsonPropertyDescription(Budget.LATENCY) String latency,
        @Pattern(Budget.SIZE) @Size(max = 16) @JsonPropertyDescription(Budget.MEMORY) String memory) {

    // A budget with a name has the same bounds and says the same of them.
    static final String COUNT = "^[0-9]{1,6}(\\.[0-9]{1,3})?[kMGT]?$";
    static final String TIME = "^[0-9]{1,6}(\\.[0-9]{1,3})?(us|ms|s)$";
    static final String SIZE = "^[0-9]{1,6}(\\.[0-9]{1,3})?(Ki|Mi|Gi)$";
    static final String ANY = "has(self.parameters) || has(self.flops) || has(self.latency) || has(self.memory)";
    static final String ANY_MISSING = "at least one of parameters, flops, latency and memory must be set";
    static final String PARAMETERS = "Most parameters, for example 28M.";
    static final String FLOPS = "Most multiply-accumulate operations for one sample, for example 1.2G.";
    static final String LATENCY = "Longest time for one sample on the device that probes, for example 20ms.";
    static final String MEMORY = "Most memory for weights and live activations of one sample, for example 200Mi.";
}
