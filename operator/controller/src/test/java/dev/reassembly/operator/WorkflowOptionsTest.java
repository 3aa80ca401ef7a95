package dev.reassembly.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.PodResources;
import dev.reassembly.operator.workflow.WorkflowSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An installation's environment variables, as the chart writes them, reach the workflow builder. */
class WorkflowOptionsTest {

    @Test
    void readsResourcesByStepFromTheEnvironment() {
        SmallRyeConfig config = new SmallRyeConfigBuilder().withMapping(WorkflowOptions.class).addDiscoveredConverters()
                .withSources(new EnvConfigSource(Map.of("REASSEMBLY_STEPS_IMAGE", "steps:1", "REASSEMBLY_PARALLELISM", "4",
                        "REASSEMBLY_STEPS_RESOURCES_ALL_MEMORY", "4Gi", "REASSEMBLY_STEPS_RESOURCES_FINETUNE_CPU", "2",
                        "REASSEMBLY_STEPS_RESOURCES_FINETUNE_GPUS", "1"), 300)).build();
        WorkflowSettings settings = config.getConfigMapping(WorkflowOptions.class).settings();
        assertThat(settings.resources()).isEqualTo(Map.of("all", new PodResources(null, "4Gi", null), "finetune", new PodResources("2", null, 1)));
        assertThat(settings.parallelism()).hasValue(4);
    }
}
