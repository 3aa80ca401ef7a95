package dev.reassembly.performance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FinishedWorkflowTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the operator makes of it is a test of the operator's: WorkflowObservationTest. -Dupdate.generated=true writes it anew. */
    private static final Path GOLDEN = Path.of("../../operator/controller/src/test/resources/workflow/finished.status.json");

    @Test
    void isWhatTheOperatorIsTestedWith() throws IOException {
        JsonNode patch = JSON.readTree(FinishedWorkflow.patch("load-0-01234567"));
        if (Boolean.getBoolean("update.generated")) {
            Files.writeString(GOLDEN, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(patch) + "\n");
        }
        assertThat(patch).isEqualTo(JSON.readTree(GOLDEN.toFile()));
    }

    /** As Argo's nodes: each under its own id, and children are nodes. */
    @Test
    void itsNodesAreAGraph() throws IOException {
        JsonNode nodes = JSON.readTree(FinishedWorkflow.patch("w")).at("/status/nodes");
        Set<String> children = new HashSet<>();
        nodes.fields().forEachRemaining(node -> {
            assertThat(node.getValue().path("id").asText()).isEqualTo(node.getKey());
            node.getValue().path("children").forEach(child -> children.add(child.asText()));
        });
        assertThat(children).isNotEmpty().allMatch(nodes::has);
        long pods = nodes.findValuesAsText("type").stream().filter("Pod"::equals).count();
        assertThat(JSON.readTree(FinishedWorkflow.patch("w")).at("/status/progress").asText()).isEqualTo(pods + "/" + pods);
    }
}
