package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Artifact;
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
                        tuple("report-small", "/scratch/publish/small/report.html"), tuple("report-large", "/scratch/publish/large/report.html"));
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
