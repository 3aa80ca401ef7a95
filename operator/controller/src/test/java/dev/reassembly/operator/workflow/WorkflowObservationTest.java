package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.operator.workflow.WorkflowObservation.Failure;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1NodeStatus;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Outputs;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Parameter;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowObservationTest {

    @Test
    void aWorkflowThatArgoHasNotSeenYetSaysNothing() {
        WorkflowObservation seen = WorkflowObservation.of(new Workflow());
        assertThat(seen.phase()).isEmpty();
        assertThat(seen.stage()).isNull();
        assertThat(seen.failure()).isEmpty();
    }

    @Test
    void theFirstStepThatFailedForGoodSpeaksInItsOwnWords() throws IOException {
        WorkflowObservation seen = WorkflowObservation.of(failed());
        assertThat(seen.phase()).isEqualTo("Failed");
        assertThat(seen.progress()).isEqualTo("3/6");
        assertThat(seen.message()).startsWith("child");
        assertThat(seen.failure()).contains(new Failure("inspect-e5", 2, "e5: the file has no operator set 9 to 21"));
    }

    /** The end of a run that the load of src/bench/operator.sh writes into each Workflow says to the operator what a run's end should. */
    @Test
    void theLoadsFinishedRunHasSucceeded() throws IOException {
        Workflow workflow = Samples.SERIALIZATION.unmarshal(Files.readString(Samples.FOLDER.resolve("finished.status.json")), Workflow.class);
        WorkflowObservation seen = WorkflowObservation.of(workflow);
        assertThat(seen.phase()).isEqualTo("Succeeded");
        assertThat(seen.progress()).isEqualTo("19/19");
        assertThat(seen.failure()).isEmpty();
        RunSummary summary = seen.summary().orElseThrow();
        assertThat(summary.message()).isEqualTo("Published is a000.");
        assertThat(summary.best().name()).isEqualTo("a000");
        assertThat(summary.best().metric()).isEqualTo(0.9);
        assertThat(summary.output().uri()).isEqualTo("s3://load/out/model.onnx");
        assertThat(workflow.getStatus().getNodes()).as("one node stays of all steps that went well").hasSize(1);
    }

    /** As Argo 4.0.5 and the steps write it. */
    @Test
    void framesAroundTheSentenceAreTakenOff() throws IOException {
        Workflow workflow = failed();
        workflow.getStatus().getNodes().values().stream().filter(node -> node.getMessage() != null && node.getMessage().contains("exit code 2"))
                .forEach(node -> node.message("main: Error (exit code 2): error: e5: the file has no operator set 9 to 21"));
        assertThat(WorkflowObservation.of(workflow).failure()).contains(new Failure("inspect-e5", 2, "e5: the file has no operator set 9 to 21"));
    }

    @Test
    void aPodThatWasKilledAtItsMemoryLimitIsToldWithTheFieldToRaise() throws IOException {
        Workflow workflow = failed();
        workflow.getStatus().getNodes().remove("sentiment-0123abcd-6");
        assertThat(WorkflowObservation.of(workflow).failure()).contains(new Failure("probe-bge", 137, "it needed more memory than its pod may"
                + " use; a new ModelReassembly with a larger spec.pods.resources.probe.memory goes on from what is stored"));
    }

    @Test
    void aTryThatWasRepeatedWithSuccessIsNoFailure() throws IOException {
        Workflow workflow = failed();
        workflow.getStatus().getNodes().keySet().removeIf(id -> id.matches(".*-[4567]"));
        assertThat(WorkflowObservation.of(workflow).failure()).isEmpty();
    }

    @Test
    void nodesThatArgoCompressedReadAlike() throws IOException {
        Workflow plain = failed();
        Workflow packed = failed();
        packed.getStatus().setCompressedNodes(gzip(Samples.SERIALIZATION.asJson(plain.getStatus().getNodes())));
        packed.getStatus().setNodes(null);
        assertThat(WorkflowObservation.of(packed)).isEqualTo(WorkflowObservation.of(plain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "bm90IGd6aXA="})
    void nodesThatCannotBeReadAreUnknown(String compressed) {
        WorkflowObservation seen = WorkflowObservation.of(workflow(new IoArgoprojWorkflowV1alpha1WorkflowStatus().phase("Failed")
                .compressedNodes(compressed)));
        assertThat(seen.phase()).isEqualTo("Failed");
        assertThat(seen.failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Running, Running, inspect", "Succeeded, Running, probe", "Succeeded, Pending, probe", "Succeeded, Succeeded, probe", "Pending, '', inspect"})
    void theStageIsTheEarliestStepUnderwayElseTheLatestBegun(String inspect, String probe, String stage) {
        Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> nodes = new LinkedHashMap<>();
        nodes.put("a", new IoArgoprojWorkflowV1alpha1NodeStatus().id("a").name("a").type("DAG").templateName("reassemble").phase("Running"));
        nodes.put("b", new IoArgoprojWorkflowV1alpha1NodeStatus().id("b").name("b").type("Retry").templateName("inspect").phase(inspect));
        nodes.put("c", new IoArgoprojWorkflowV1alpha1NodeStatus().id("c").name("c").type("Retry").templateName("probe").phase(probe));
        assertThat(WorkflowObservation.of(workflow(new IoArgoprojWorkflowV1alpha1WorkflowStatus().nodes(nodes))).stage()).isEqualTo(stage);
    }

    /** Pods of the two steps; a third one's has ended. */
    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "Pending, 'ImagePullBackOff: no such image', Pending, 'Unschedulable: 0/1 nodes are available', 'ImagePullBackOff: no such image'",
        "Pending, PodInitializing,                   Pending, 'Unschedulable: 0/1 nodes are available', 'Unschedulable: 0/1 nodes are available'",
        "Pending, 'ImagePullBackOff: no such image', Running, none, none",
        "Pending, PodInitializing,                   Pending, none, none",
        "Succeeded, 'a: b',                          Failed, 'a: b', none",
    })
    void whatKeepsAPodFromStartingIsToldWhileNoneRuns(String first, String firstMessage, String second, String secondMessage, String waiting) {
        Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> nodes = new LinkedHashMap<>();
        nodes.put("s", new IoArgoprojWorkflowV1alpha1NodeStatus().id("s").name("s").type("Retry").templateName("inspect").phase("Running"));
        nodes.put("c", new IoArgoprojWorkflowV1alpha1NodeStatus().id("c").name("c").type("Pod").templateName("inspect").phase("Succeeded").message("a: b"));
        nodes.put("b", new IoArgoprojWorkflowV1alpha1NodeStatus().id("b").name("b").type("Pod").templateName("inspect").phase(second).message(secondMessage));
        nodes.put("a", new IoArgoprojWorkflowV1alpha1NodeStatus().id("a").name("a").type("Pod").templateName("inspect").phase(first).message(firstMessage));
        WorkflowObservation seen = WorkflowObservation.of(workflow(new IoArgoprojWorkflowV1alpha1WorkflowStatus().nodes(nodes)));
        assertThat(seen.waiting()).isEqualTo(Optional.ofNullable(waiting).map(reason -> new WorkflowObservation.Wait("inspect", reason)));
    }

    @Test
    void theSummaryOfTheLastStepIsRead() {
        WorkflowObservation seen = WorkflowObservation.of(withSummary("""
                {"best": {"name": "a097", "metric": 0.97, "parameters": 29800000}, "message": "Published is a097.", "future": 1}"""));
        assertThat(seen.summary()).hasValueSatisfying(summary -> {
            assertThat(summary.best().metric()).isEqualTo(0.97);
            assertThat(summary.message()).isEqualTo("Published is a097.");
            assertThat(summary.baseline()).isNull();
        });
    }

    @Test
    void aSummaryThatIsNoneIsLeftOut() {
        assertThat(WorkflowObservation.of(withSummary("oops")).summary()).isEmpty();
    }

    private static Workflow withSummary(String json) {
        return workflow(new IoArgoprojWorkflowV1alpha1WorkflowStatus().phase("Succeeded").outputs(new IoArgoprojWorkflowV1alpha1Outputs()
                .parameters(List.of(new IoArgoprojWorkflowV1alpha1Parameter().name("summary").value(json)))));
    }

    private static Workflow failed() throws IOException {
        return Samples.SERIALIZATION.unmarshal(Files.readString(Samples.FOLDER.resolve("failed.status.yaml")), Workflow.class);
    }

    private static Workflow workflow(IoArgoprojWorkflowV1alpha1WorkflowStatus status) {
        Workflow workflow = new Workflow();
        workflow.setStatus(status);
        return workflow;
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
