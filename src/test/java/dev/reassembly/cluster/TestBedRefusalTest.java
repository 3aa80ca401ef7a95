package dev.reassembly.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a test bed cannot be had, one sentence says why and what to do. */
class TestBedRefusalTest {
    @TempDir
    private Path programs;

    @ParameterizedTest
    @CsvSource({
        "Darwin, x86_64, 0, 'needs Linux, and this is Darwin'",
        "Linux, aarch64, 0, 'needs an x86-64 processor, and this is aarch64'",
        "Linux, x86_64, 1000, 'needs root,'",
        "Linux, x86_64, 0, 'needs Go 1.25.7 or later'",
    })
    void saysWhatIsMissing(String system, String processor, String user, String reason) throws IOException {
        program("uname", "[ \"$1\" = -s ] && echo " + system + " || echo " + processor);
        program("id", "echo " + user);
        for (String name : List.of("bash", "dirname")) {
            Files.copy(Path.of("/usr/bin", name), programs.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        refuses(programs.toString(), reason);
        assertThat(cache()).doesNotExist();
    }

    @Test
    void saysWhatSpaceIsMissing() throws IOException {
        program("uname", "[ \"$1\" = -s ] && echo Linux || echo x86_64");
        program("id", "echo 0");
        program("go", "echo go1.99.0");
        program("df", "echo Avail; echo 7");
        refuses(programs + ":" + System.getenv("PATH"), "needs 13 GB of free disk in " + cache() + " to be built, and there are 7.");
    }

    private void refuses(String path, String reason) throws IOException {
        Output output = Command.run(List.of(TestBed.SCRIPTS.resolve("build.sh").toString()),
                Map.of("PATH", path, "LC_ALL", "C", "JAVA_HOME", jdk().toString(), "REASSEMBLY_TESTBED", cache().toString()));
        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text().lines()).singleElement().asString()
                .startsWith("The test bed " + reason).contains("KUBECONFIG").endsWith("-DskipE2E.");
    }

    /** As much of one as is looked for. */
    private Path jdk() throws IOException {
        Path jdk = programs.resolve("jdk");
        if (!Files.exists(jdk)) {
            Files.createDirectories(jdk.resolve("jmods"));
            Files.createDirectories(jdk.resolve("bin"));
            program("jdk/bin/jlink", "exit 1");
        }
        return jdk;
    }

    private Path cache() {
        return programs.resolve("cache");
    }

    private void program(String name, String script) throws IOException {
        Files.setPosixFilePermissions(Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n"),
                PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
