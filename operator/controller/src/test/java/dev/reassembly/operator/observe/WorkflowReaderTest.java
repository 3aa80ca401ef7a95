package dev.reassembly.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class WorkflowReaderTest {
    private static final String NODES = """
            {"dag": {"type": "DAG", "phase": "Running", "templateName": "main"},
             "i": {"type": "Pod", "phase": "Succeeded", "templateName": "inspect", "startedAt": "2026-01-01T00:00:00Z"},
             "p": {"type": "Pod", "phase": "Running", "templateName": "probe", "startedAt": "2026-01-01T00:00:01Z"},
             "f": {"type": "Pod", "phase": "Failed", "templateName": "finetune", "finishedAt": "2026-01-01T00:00:02Z",
                   "message": "main: Error (exit code 2): file.yaml: spec.budget: too small", "outputs": {"exitCode": "2"}},
             "g": {"type": "Pod", "phase": "Failed", "templateName": "publish", "finishedAt": "2026-01-01T00:00:03Z", "message": "OOMKilled (exit code 137)"}}
            """;

    @Test
    void aWorkflowWithoutStatusIsPending() {
        Run run = WorkflowReader.read(workflow("{}", "spec: {suspend: true}"));
        assertThat(run.phase()).isEqualTo(Run.Phase.Pending);
        assertThat(run.suspended()).isTrue();
        assertThat(run.failure()).isEmpty();
        assertThat(run.summary()).isEmpty();
        assertThat(run.stage()).isNull();
    }

    @Test
    void readsStageFailureAndProgress() {
        Run run = WorkflowReader.read(workflow("{phase: Running, progress: 3/9, nodes: " + NODES + "}", "spec: {}"));
        assertThat(run.phase()).isEqualTo(Run.Phase.Running);
        assertThat(run.progress()).isEqualTo("3/9");
        assertThat(run.stage()).isEqualTo("probe");
        assertThat(run.failure()).contains(new Run.Failure("finetune", 2, "file.yaml: spec.budget: too small"));
    }

    @Test
    void readsCompressedNodesToo() throws IOException {
        Run plain = WorkflowReader.read(workflow("{phase: Running, nodes: " + NODES + "}", "spec: {}"));
        assertThat(WorkflowReader.read(workflow("{phase: Running, compressedNodes: " + gzip(NODES) + "}", "spec: {}"))).isEqualTo(plain);
        assertThat(WorkflowReader.read(workflow("{phase: Running, compressedNodes: H4sIAAAA}", "spec: {}")).stage()).isNull();
    }

    @Test
    void readsTheSummaryOfTheLastStep() throws IOException {
        GenericKubernetesResource workflow = workflow("{phase: Succeeded}", "spec: {}");
        String summary = "{\"best\": {\"name\": \"a097\", \"metric\": 0.9, \"later\": 1}, \"message\": \"Published is a.\"}";
        workflow.setAdditionalProperty("status", new ObjectMapper().readValue(
                "{\"phase\": \"Succeeded\", \"outputs\": {\"parameters\": [{\"name\": \"summary\", \"value\": "
                        + new ObjectMapper().writeValueAsString(summary) + "}]}}", Map.class));
        Run run = WorkflowReader.read(workflow);
        assertThat(run.summary().orElseThrow().best().name()).isEqualTo("a097");
        assertThat(run.summary().orElseThrow().message()).isEqualTo("Published is a.");
    }

    @Test
    void aSummaryThatIsNoneIsLeftOut() {
        assertThat(WorkflowReader.read(workflow("{phase: Succeeded, outputs: {parameters: [{name: summary, value: oops}]}}", "spec: {}")).summary()).isEmpty();
    }

    private static GenericKubernetesResource workflow(String status, String spec) {
        return Serialization.unmarshal("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: sentiment-1}\n" + spec + "\nstatus: "
                + status.replace("\n", " "), GenericKubernetesResource.class);
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
