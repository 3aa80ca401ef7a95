package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.cluster.Output;
import dev.reassembly.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same release upgraded to watch every namespace, and back. */
@OnOperator
class ClusterWideIT {
    @Test
    void anUpgradeWatchesOtherNamespacesAsWell(Installation in, @TempDir Path folder) throws Exception {
        TinyRuns files = TinyRuns.in(in, folder);
        try (TestNamespace other = TestNamespace.create(in.client())) {
            String before = in.operatorPod().getMetadata().getName();
            in.helm("upgrade", "Cluster").orThrow();
            assertThat(in.operator.whole(log -> log.pod().equals(before))).singleElement().satisfies(log ->
                    assertThat(log.text()).as("it ends as it was asked to").contains("stopped in").doesNotContain(" ERROR "));
            Path file = files.file("elsewhere", "parameters: 1M", "parameters: \"0\"");
            Output applied = in.cluster.run("kubectl", "apply", "-f", file.toString(), "--namespace", other.name());
            applied.orThrow();
            Condition outcome = new Reassembly(in, other.name(), "elsewhere").outcome(Duration.ofMinutes(1));
            assertThat(outcome.getReason()).isEqualTo("NotAccepted");
            assertThat(outcome.getMessage()).contains("spec.budget.parameters");
        } finally {
            in.helm("upgrade", "Namespaced").orThrow();
        }
    }
}
