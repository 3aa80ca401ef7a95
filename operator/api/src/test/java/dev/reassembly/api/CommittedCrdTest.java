package dev.reassembly.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed CRD is the one that the build makes of the Java types. */
class CommittedCrdTest {
    private static final Path GENERATED = Path.of("target/classes/crd/modelreassemblies.reassembly.dev-v1.yml");

    @ParameterizedTest
    @ValueSource(strings = {"manifests/crd", "charts/deep-model-reassembly/crds"})
    void isWhatTheBuildGenerates(String folder) throws IOException {
        Path committed = Path.of("../..").resolve(folder).resolve("modelreassemblies.reassembly.dev-v1.yml");
        assertThat(committed).as("stale: run  cp operator/api/%s %s/", GENERATED, folder)
                .exists().hasSameTextualContentAs(GENERATED);
    }
}
