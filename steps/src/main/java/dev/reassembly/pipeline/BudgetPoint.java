package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.NamedBudget;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.BudgetBounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One budget of a run and where its network goes.
 *
 * @param name null where the specification has a single budget
 * @param field where it stands there, for errors
 * @param folder address of the folder of its delivery
 */
record BudgetPoint(String name, String field, Budget budget, String folder) {
    static List<BudgetPoint> of(ModelReassemblySpec spec) {
        String uri = spec.output().uri();
        if (spec.budgets() == null) {
            return List.of(new BudgetPoint(null, "spec.budget", spec.budget(), uri));
        }
        List<BudgetPoint> points = new ArrayList<>();
        for (NamedBudget named : spec.budgets()) {
            points.add(new BudgetPoint(named.name(), "spec.budgets[" + points.size() + "]", named.bounds(),
                    (uri.endsWith("/") ? uri : uri + "/") + named.name()));
        }
        return points;
    }

    /** Bounds that a network within any of the budgets keeps. */
    static BudgetBounds loosest(ModelReassemblySpec spec) {
        return of(spec).stream().map(BudgetPoint::bounds).reduce(BudgetBounds::or).orElseThrow();
    }

    boolean isOnly() {
        return name == null;
    }

    BudgetBounds bounds() {
        return BudgetBounds.of(field, budget);
    }

    /** Bounds by name, only those that are set. */
    Map<String, Double> byName() {
        BudgetBounds bounds = bounds();
        Map<String, Double> named = new LinkedHashMap<>();
        put(named, "parameters", bounds.parameters());
        put(named, "flops", bounds.flops());
        put(named, "latencyMs", bounds.latencyMs());
        put(named, "memoryBytes", bounds.memoryBytes());
        return named;
    }

    private static void put(Map<String, Double> named, String name, Number bound) {
        if (bound != null) {
            named.put(name, bound.doubleValue());
        }
    }

    /** What messages call a run's part for this budget. */
    String subject(String run) {
        return isOnly() ? run : run + "/" + name;
    }

    /** The assembly under a name that is unique among all budgets; a parent is the same network in all of them. */
    Assembly named(Assembly a) {
        return isOnly() || a.kind() != Assembly.Kind.ASSEMBLY ? a : a.named(name + ":" + a.name());
    }
}
