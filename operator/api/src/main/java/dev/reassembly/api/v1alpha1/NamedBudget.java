package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One of several budgets: what the network delivered below {@code <output.uri>/<name>/} may cost, stitches and head included. */
@ValidationRule(value = Budget.ANY, message = Budget.ANY_MISSING)
public record NamedBudget(
        @Required @Size(max = 63) @Pattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
        @JsonPropertyDescription("A short name, unique among the budgets; the network goes into a folder of this name.") String name,
        @Pattern(Budget.COUNT) @Size(max = 16) @JsonPropertyDescription(Budget.PARAMETERS) String parameters,
        @Pattern(Budget.COUNT) @Size(max = 16) @JsonPropertyDescription(Budget.FLOPS) String flops,
        @Pattern(Budget.TIME) @Size(max = 16) @JsonPropertyDescription(Budget.LATENCY) String latency,
        @Pattern(Budget.SIZE) @Size(max = 16) @JsonPropertyDescription(Budget.MEMORY) String memory) {

    /** The bounds without the name. */
    public Budget bounds() {
        return new Budget(parameters, flops, latency, memory);
    }
}
