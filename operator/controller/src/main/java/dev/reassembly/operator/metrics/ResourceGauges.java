package dev.reassembly.operator.metrics;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.status.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** How many ModelReassemblies are in which state: nine numbers, however many there are. Counted when scraped. */
public class ResourceGauges {
    /** Name of the gauges; labels are condition and status. */
    public static final String NAME = "reassembly.resources";

    private static final List<String> STATES = List.of("True", "False", "Unknown");

    private final MeterRegistry registry;

    public ResourceGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts what the controller's cache holds from now on. */
    public void count(IndexerResourceCache<ModelReassembly> resources) {
        for (ConditionType type : ConditionType.values()) {
            for (String state : STATES) {
                Gauge.builder(NAME, resources, all -> all.list().filter(resource -> state.equals(state(resource, type))).count())
                        .description("ModelReassemblies by condition and status").tag("condition", type.name()).tag("status", state)
                        .register(registry);
            }
        }
    }

    /** A condition that was not reported yet is as good as unknown. */
    private static String state(ModelReassembly resource, ConditionType type) {
        return type.in(resource.getStatus()).map(Condition::getStatus).orElse("Unknown");
    }
}
