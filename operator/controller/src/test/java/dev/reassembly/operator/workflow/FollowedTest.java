package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1NodeStatus;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Outputs;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Template;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowSpec;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Of a Workflow that is read only little stays, and it says the same. */
class FollowedTest {
    private static final List<String> PHASES = List.of("Pending", "Running", "Succeeded", "Succeeded", "Succeeded", "Failed", "Error", "Omitted");
    private static final List<String> MESSAGES = List.of("main: Error (exit code 2): error: a: no model", "OOMKilled (exit code 137)", "pod deleted",
            "Unschedulable: 0/1 nodes are available", "PodInitializing");

    @Property(tries = 300)
    void whatStaysSaysTheSame(@ForAll long seed) {
        Workflow written = run(new Random(seed));
        assertThat(WorkflowObservation.of(read(written))).isEqualTo(WorkflowObservation.of(written));
    }

    @Example
    void ofAnyNumberOfStepsThatWentWellOneStays() {
        Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> nodes = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            step(nodes, i, "finetune", "Succeeded", "Succeeded", null);
        }
        IoArgoprojWorkflowV1alpha1WorkflowStatus read = read(workflow(nodes)).getStatus();
        assertThat(read.getNodes()).hasSize(1);
        assertThat(read.getPhase()).isEqualTo("Running");
    }

    @Example
    void suspensionAndDeadlineStayAndTemplatesDont() {
        Workflow written = workflow(Map.of());
        written.setSpec(new IoArgoprojWorkflowV1alpha1WorkflowSpec().suspend(true).activeDeadlineSeconds(60L)
                .templates(List.of(new IoArgoprojWorkflowV1alpha1Template().name("reassemble"))));
        written.setMetadata(new ObjectMetaBuilder().withName("a").withManagedFields(new ManagedFieldsEntryBuilder().withManager("argo").build()).build());
        Workflow read = read(written);
        assertThat(read.getSpec().getSuspend()).isTrue();
        assertThat(read.getSpec().getActiveDeadlineSeconds()).isEqualTo(60);
        assertThat(read.getSpec().getTemplates()).isNullOrEmpty();
        assertThat(read.getMetadata().getName()).isEqualTo("a");
        assertThat(read.getMetadata().getManagedFields()).isEmpty();
    }

    /** A few steps of any kind and phase, each with up to three tries. */
    private static Workflow run(Random random) {
        Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> nodes = new LinkedHashMap<>();
        nodes.put("graph", new IoArgoprojWorkflowV1alpha1NodeStatus().id("graph").name("graph").type("DAG").templateName("reassemble").phase(any(PHASES, random)));
        for (int i = random.nextInt(8); i > 0; i--) {
            step(nodes, i, any(List.of(Step.values()), random).command(), any(PHASES, random), any(PHASES, random), random);
        }
        return workflow(nodes);
    }

    private static void step(Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> nodes, int i, String template, String phase, String podPhase, Random random) {
        OffsetDateTime end = OffsetDateTime.parse("2026-01-01T00:00:00Z").plusSeconds(random == null ? i : random.nextInt(5));
        List<String> tries = random == null ? List.of("p" + i) : List.of("p" + i, "q" + i, "r" + i).subList(0, random.nextInt(4));
        nodes.put("s" + i, new IoArgoprojWorkflowV1alpha1NodeStatus().id("s" + i).name("w.s" + i).displayName("s" + i).type("Retry").templateName(template)
                .phase(phase).finishedAt(end).children(tries));
        for (String pod : tries) {
            nodes.put(pod, new IoArgoprojWorkflowV1alpha1NodeStatus().id(pod).name("w." + pod).type("Pod").templateName(template).phase(podPhase)
                    .finishedAt(end.plusSeconds(pod.charAt(0))).message(random == null ? null : any(MESSAGES, random))
                    .outputs(new IoArgoprojWorkflowV1alpha1Outputs().exitCode(random != null && random.nextBoolean() ? "2" : null)));
        }
    }

    private static Workflow workflow(Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> nodes) {
        Workflow workflow = new Workflow();
        workflow.setStatus(new IoArgoprojWorkflowV1alpha1WorkflowStatus().phase("Running").progress("1/2").nodes(nodes));
        return workflow;
    }

    private static Workflow read(Workflow written) {
        return Samples.SERIALIZATION.unmarshal(Samples.SERIALIZATION.asJson(written), Workflow.class);
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
