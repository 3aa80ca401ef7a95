package dev.reassembly.assembly;

import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.failure.InvalidInputException;

/**
 * What a network may cost at most, stitches and head included; null where nothing is asked.
 *
 * @param parameters elements of float initializers
 * @param flops multiply-accumulates for one sample
 * @param latencyMs milliseconds for one sample
 * @param memoryBytes weights in float32 plus the most activations alive at once
 */
public record BudgetBounds(Long parameters, Long flops, Double latencyMs, Long memoryBytes) {
    public static final BudgetBounds NONE = new BudgetBounds(null, null, null, null);

    /** Nanoseconds: latencies are compared as whole ones. */
    static final double LATENCY_UNITS = 1e6;

    /**
     * @param field where the budget stands, such as {@code spec.budget}
     * @throws InvalidInputException naming the bound, such as {@code spec.budget.parameters}, or if nothing is bounded
     */
    public static BudgetBounds of(String field, Budget budget) {
        if (budget == null || budget.parameters() == null && budget.flops() == null && budget.latency() == null
                && budget.memory() == null) {
            throw new InvalidInputException(field,
                    "empty, at least one of parameters, flops, latency and memory is needed, for example parameters: 28M");
        }
        return new BudgetBounds(
                budget.parameters() == null ? null : Quantities.count(field + ".parameters", budget.parameters()),
                budget.flops() == null ? null : Quantities.count(field + ".flops", budget.flops()),
                budget.latency() == null ? null : Quantities.milliseconds(field + ".latency", budget.latency()),
                budget.memory() == null ? null : Quantities.bytes(field + ".memory", budget.memory()));
    }

    /** Bounds by the order of {@link Resource}, in the units of {@link #units}; null where there is none. */
    static BudgetBounds ofUnits(Long[] bounds) {
        Long nanoseconds = bounds[Resource.LATENCY.ordinal()];
        return new BudgetBounds(bounds[Resource.PARAMETERS.ordinal()], bounds[Resource.FLOPS.ordinal()],
                nanoseconds == null ? null : (Double) (nanoseconds / LATENCY_UNITS), bounds[Resource.MEMORY.ordinal()]);
    }

    /** Whether a network keeps within all bounds; latencies are compared to the nanosecond. */
    public boolean fits(Assembly assembly) {
        return (parameters == null || assembly.parameters() <= parameters)
                && (flops == null || assembly.flops() <= flops)
                && (latencyMs == null || Math.round(assembly.latencyMs() * LATENCY_UNITS) <= units(Resource.LATENCY))
                && (memoryBytes == null || assembly.memoryBytes() <= memoryBytes);
    }

    /** The bound of a resource in whole units (nanoseconds for latency), or {@link Long#MAX_VALUE} where there is none. */
    long units(Resource resource) {
        Long bound = switch (resource) {
            case PARAMETERS -> parameters;
            case FLOPS -> flops;
            case LATENCY -> latencyMs == null ? null : (Long) Math.round(latencyMs * LATENCY_UNITS);
            case MEMORY -> memoryBytes;
        };
        return bound == null ? Long.MAX_VALUE : bound;
    }

    /** What keeps either of the two keeps this as well: the higher of each bound, none where one has none. */
    public BudgetBounds or(BudgetBounds other) {
        return new BudgetBounds(parameters == null || other.parameters == null ? null : (Long) Math.max(parameters, other.parameters),
                flops == null || other.flops == null ? null : (Long) Math.max(flops, other.flops),
                latencyMs == null || other.latencyMs == null ? null : (Double) Math.max(latencyMs, other.latencyMs),
                memoryBytes == null || other.memoryBytes == null ? null : (Long) Math.max(memoryBytes, other.memoryBytes));
    }

    /** The same bounds but for one resource, which is unbounded. */
    BudgetBounds without(Resource resource) {
        return new BudgetBounds(resource == Resource.PARAMETERS ? null : parameters, resource == Resource.FLOPS ? null : flops,
                resource == Resource.LATENCY ? null : latencyMs, resource == Resource.MEMORY ? null : memoryBytes);
    }
}
