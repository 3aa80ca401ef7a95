package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that cannot be written to. */
class BadPlaceTest {
    @TempDir
    Path folder;
    private Workbench bench;

    @BeforeEach
    void bench() throws IOException {
        bench = Workbench.tiny(folder, "plain", "residual");
    }

    /** Found out before hours of training, not after. */
    @Test
    void outputBelowAFile() throws Exception {
        Files.writeString(folder.resolve("blocked"), "");
        bench.edit("/out/", "/blocked/out/");
        Refusal.mistake(bench, bench.run("run"), "spec.output.uri", folder + "/blocked is a file and no folder").leavesNothing();
    }

    @Test
    void outputOnAReadOnlyDisk() throws Exception {
        try (Disk disk = new Disk(Files.createDirectories(folder.resolve("disk")), "ro")) {
            bench.edit("/out/", "/disk/out/");
            Refusal.mistake(bench, bench.run("run"), "spec.output.uri", disk.mounted + "/out", "is read-only").leavesNothing();
        }
    }

    @Test
    void storeBelowAFile() throws Exception {
        Files.writeString(folder.resolve("store"), "");
        Refusal.mistake(bench, bench.run("run"), folder + "/store is a file and no folder");
    }

    @Test
    void storeOnAFullDisk() throws Exception {
        try (Disk disk = new Disk(Files.createDirectories(folder.resolve("store")), "size=64k")) {
            Workbench.Ended ended = bench.run("run");
            Refusal.failure(bench, ended, disk.mounted.toString(), "No space left on device");
            assertThat(ended.computed()).last().isIn("probe plain", "probe residual", "stitch a01", "measure a01", "finetune parent-plain",
                    "finetune parent-residual");
        }
        // With room again the run goes through.
        assertThat(bench.run("run").status()).isZero();
    }

    @Test
    void outputOnAFullDisk() throws Exception {
        Path out = Files.createDirectories(folder.resolve("out"));
        try (Disk disk = new Disk(out, "size=16k")) {
            Workbench.Ended ended = bench.run("run");
            assertThat(ended.status()).as(ended.err()).isEqualTo(1);
            assertThat(ended.err().strip().lines().toList()).last().asString().startsWith("failed: ")
                    .contains(disk.mounted.toString(), "No space left on device");
            assertThat(ended.err()).doesNotContain("Exception").doesNotContain("\tat ");
            assertThat(out.resolve("result.json")).doesNotExist();
            assertThat(Refusal.files(out)).noneMatch(file -> file.getFileName().toString().startsWith("."));
        }
        Workbench.Ended again = bench.run("run");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.computed()).containsExactly("publish stripes");
        assertThat(out.resolve("result.json")).isNotEmptyFile();
    }

    /** A small disk in memory; only where the test may mount one. */
    private static final class Disk implements AutoCloseable {
        final Path mounted;

        Disk(Path folder, String options) throws Exception {
            mounted = folder;
            assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()),
                    "this user cannot mount a disk in memory");
        }

        private static boolean run(String... command) {
            try {
                return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start().waitFor() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            assertThat(run("umount", mounted.toString())).as("umount " + mounted).isTrue();
        }
    }
}
