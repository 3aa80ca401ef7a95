package io.argoproj.workflow.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every property of our description is one of Argo's, with its type. What Argo has is a list extracted from its CRD, which has 2.6 MB;
 * {@code -Dargo.crd=FILE} compares it with the CRD itself (manifests/base/crds/full/argoproj.io_workflows.yaml of Argo's sources), and
 * {@code -Dupdate.generated=true} with it writes the list anew.
 */
class ArgoSchemaTest {
    private static final Path DESCRIPTION = Path.of("src/main/openapi/workflow.yaml");
    private static final Path LIST = Path.of("src/test/resources/argo-4.0.5-properties.txt");

    @Test
    void everyPropertyIsOneOfArgos() throws IOException {
        Map<String, String> argo = list();
        Map<String, String> ours = Schemas.described(DESCRIPTION);
        assertThat(ours).hasSizeGreaterThan(150);
        assertThat(ours).allSatisfy((path, type) -> assertThat(argo).as(path).containsEntry(path, type));
    }

    @Test
    @EnabledIfSystemProperty(named = "argo.crd", matches = ".+")
    void theListIsWhatTheCrdSays() throws IOException {
        Map<String, String> crd = Schemas.ofCrd(Path.of(System.getProperty("argo.crd")), Schemas.described(DESCRIPTION));
        if (Boolean.getBoolean("update.generated")) {
            Files.writeString(LIST, crd.entrySet().stream().map(e -> e.getKey() + " " + e.getValue() + "\n").collect(Collectors.joining()));
        }
        assertThat(list()).isEqualTo(crd);
    }

    private static Map<String, String> list() throws IOException {
        return Files.readAllLines(LIST).stream().map(line -> line.split(" "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> a, TreeMap::new));
    }
}
