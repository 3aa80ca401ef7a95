package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
