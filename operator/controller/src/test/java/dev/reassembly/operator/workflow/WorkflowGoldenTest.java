package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Artifact;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1DAGTask;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole workflows, so that a change of the builder shows; run with {@code -Dupdate.generated=true} to write them anew. */
class WorkflowGoldenTest {

    @Test
    void ofAsLittleAsASpecificationCanSay() throws IOException {
        compare("text", Samples.plain());
    }

    @Test
    void ofEverythingSet() throws IOException {
        compare("vision", Samples.full());
    }

    @Test
    void ofTeachers() throws IOException {
        compare("taught", Samples.plain());
    }

    /** Rung 0 trains what assemble lists, the parents; halving it lists the contenders, though there is one rung only. */
    @Test
    void teachersAreTrainedInARungBeforeTheFirst() {
        List<IoArgoprojWorkflowV1alpha1Template> taught = templates(Samples.read("taught.yaml"));
        List<IoArgoprojWorkflowV1alpha1Template> untaught = templates(Samples.read("text.yaml"));
        assertThat(untaught).extracting(IoArgoprojWorkflowV1alpha1Template::getName).doesNotContain("halve");
        assertThat(taught.stream().filter(template -> !template.getName().equals("halve")).skip(1).toList()).as("all but the graph")
                .isEqualTo(untaught.subList(1, untaught.size()));
        List<IoArgoprojWorkflowV1alpha1DAGTask> tasks = taught.get(0).getDag().getTasks();
        assertThat(tasks.subList(5, tasks.size())).extracting(IoArgoprojWorkflowV1alpha1DAGTask::getName, IoArgoprojWorkflowV1alpha1DAGTask::getTemplate,
                IoArgoprojWorkflowV1alpha1DAGTask::getDependencies, IoArgoprojWorkflowV1alpha1DAGTask::getWithParam).containsExactly(
                        tuple("assemble", "assemble", List.of("partition"), null),
                        tuple("finetune-0", "finetune", List.of("assemble"), "{{tasks.assemble.outputs.parameters.tasks}}"),
                        tuple("halve-0", "halve", List.of("finetune-0"), null),
                        tuple("finetune-1", "finetune", List.of("halve-0"), "{{tasks.halve-0.outputs.parameters.tasks}}"),
                        tuple("publish", "publish", List.of("finetune-1"), null));
    }

    /** A weight of 0 asks for nothing, whatever else is said of teachers. */
    @Test
    void ofTeachersWithoutWeight() throws IOException {
        ModelReassembly without = Samples.SERIALIZATION.unmarshal(Files.readString(Samples.FOLDER.resolve("taught.yaml")).replace("weight: 0.5", "weight: 0"),
                ModelReassembly.class);
        assertThat(templates(without)).isEqualTo(templates(Samples.read("text.yaml")));
    }

    /** Several budgets change what the last step leaves for people to look at, and no other template. */
    @Test
    void ofSeveralBudgets() throws IOException {
        ModelReassembly several = Samples.SERIALIZATION.unmarshal(Files.readString(Samples.FOLDER.resolve("text.yaml"))
                .replace("budget: {parameters: 30M}", "budgets: [{name: small, flops: 1M}, {name: large, flops: 2M}]"), ModelReassembly.class);
        List<IoArgoprojWorkflowV1alpha1Template> one = templates(Samples.read("text.yaml"));
        List<IoArgoprojWorkflowV1alpha1Template> two = templates(several);
        int last = one.size() - 1;
        assertThat(two.subList(0, last)).isEqualTo(one.subList(0, last));
        assertThat(two.get(last).getContainer()).isEqualTo(one.get(last).getContainer());
        assertThat(two.get(last).getOutputs().getArtifacts()).extracting(IoArgoprojWorkflowV1alpha1Artifact::getName, IoArgoprojWorkflowV1alpha1Artifact::getPath)
                .containsExactly(tuple("report", "/scratch/publish/report.html"), tuple("front", "/scratch/publish/front.svg"),
                        tuple("report-small", "/scratch/publish/report-small.html"), tuple("report-large", "/scratch/publish/report-large.html"));
        assertThat(new WorkflowBuilder(Samples.plain()).build(several, "text").getMetadata().getAnnotations()
                .get("workflows.argoproj.io/description")).endsWith(" for 2 budgets");
    }

    private static List<IoArgoprojWorkflowV1alpha1Template> templates(ModelReassembly resource) {
        return new WorkflowBuilder(Samples.plain()).build(resource, "text").getSpec().getTemplates();
    }

    private static void compare(String name, WorkflowSettings settings) throws IOException {
        ModelReassembly resource = Samples.read(name + ".yaml");
        Path golden = Samples.FOLDER.resolve(name + ".workflow.yaml");
        String built = Samples.SERIALIZATION.asYaml(new WorkflowBuilder(settings).build(resource, name + "-0123abcd"));
        if (Boolean.getBoolean("update.generated")) {
            Files.writeString(golden, built);
        }
        assertThat(golden).as("changed: if it should be, run  mvn -pl operator/controller test -Dtest=WorkflowGoldenTest -Dupdate.generated=true")
                .hasContent(built);
    }
}
