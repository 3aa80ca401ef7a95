package dev.reassembly.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.operator.workflow.Workflow;
import dev.reassembly.operator.workflow.WorkflowBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every workflow that the operator can make is one to Argo's own linter, and one to the API server with Argo's full schema. */
@OnCluster
class WorkflowLintIT {
    private static final Path GOLDEN = Path.of(System.getProperty("home", "."), "operator/controller/src/test/resources/workflow");
    private static final int VARIETY = 60;

    @TempDir
    static Path folder;

    @BeforeAll
    static void build() throws IOException {
        KubernetesSerialization yaml = new KubernetesSerialization();
        for (int seed = 0; seed < VARIETY; seed++) {
            RandomResources random = new RandomResources(seed);
            Workflow workflow = new WorkflowBuilder(random.settings()).build(random.resource(), "random-" + seed);
            Files.writeString(folder.resolve("random-" + seed + ".workflow.yaml"), yaml.asYaml(workflow));
        }
    }

    @Test
    void theGoldenFilesPassArgosLinter(TestCluster cluster) throws IOException {
        assertThat(lint(cluster, GOLDEN, 3).text()).contains("no linting errors");
    }

    @Test
    void theirVarietyPassesArgosLinter(TestCluster cluster) throws IOException {
        assertThat(lint(cluster, folder, VARIETY).text()).contains("no linting errors");
    }

    /** The linter says no when there is a reason. */
    @Test
    void anUnknownTaskDoesNotPass(TestCluster cluster, @TempDir Path other) throws IOException {
        String good = Files.readString(GOLDEN.resolve("text.workflow.yaml"));
        Files.writeString(other.resolve("bad.workflow.yaml"), good.replace("{{tasks.assemble.", "{{tasks.nothing."));
        assertThat(lint(cluster, other, 1).text()).contains("failed to resolve {{tasks.nothing.outputs.parameters.tasks}}");
    }

    @Test
    void theApiServerKnowsEveryField(TestCluster cluster) {
        Output created = cluster.run("kubectl", "create", "--namespace", "default", "--dry-run=server", "--validate=strict", "-f", folder.toString());
        assertThat(created.orThrow().lines()).hasSize(VARIETY);
    }

    private static Output lint(TestCluster cluster, Path folder, int count) throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.map(Path::toString).filter(name -> name.endsWith(".workflow.yaml")).sorted().toList();
        }
        assertThat(files).hasSize(count);
        return cluster.run("argo", Stream.concat(Stream.of("lint", "--offline", "--no-color"), files.stream()).toArray(String[]::new));
    }
}
