package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in the ModelReassembly file and in the arguments. */
class BadFileTest {
    @TempDir
    Path folder;
    private Workbench bench;

    @BeforeEach
    void file() throws Exception {
        bench = Workbench.tiny(folder, "plain", "residual");
    }

    @Test
    void unknownField() throws Exception {
        bench.edit("epochs: 2", "epoch: 2");
        Refusal.mistake(bench, bench.run("run"), "spec.fineTuning.epoch", "is not a field; allowed are ", "epochs")
                .leavesNothing();
    }

    @Test
    void unknownFieldOfAModel() throws Exception {
        bench.edit("licence: MIT", "license: MIT");
        Workbench.Ended ended = bench.run("run");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("error: " + bench.file + ": spec.zoo[0].license: is not a field; allowed are ",
                "error: " + bench.file + ": spec.zoo[1].license: ");
    }

    @Test
    void valueOutOfBounds() throws Exception {
        bench.edit("blocks: 3", "blocks: 1");
        Refusal.mistake(bench, bench.run("run"), "spec.partition.blocks", "found 1", "at least 2").leavesNothing();
    }

    @Test
    void noBudget() throws Exception {
        bench.edit("{parameters: 1M}", "{}");
        Refusal.mistake(bench, bench.run("run"), "spec.budget",
                "at least one of parameters, flops, latency and memory must be set").leavesNothing();
    }

    @Test
    void noYaml() throws Exception {
        Files.writeString(bench.file, "spec: [unclosed");
        Refusal.mistake(bench, bench.run("run"), bench.file.toString(), "is not YAML at line 1").leavesNothing();
    }

    @Test
    void noSuchFile() throws Exception {
        Files.delete(bench.file);
        Refusal.mistake(bench, bench.run("run"), bench.file.toString(), "there is no such file").leavesNothing();
    }

    @Test
    void aFolderInsteadOfAFile() throws Exception {
        Files.delete(bench.file);
        Files.createDirectories(bench.file);
        Refusal.mistake(bench, bench.run("run"), bench.file.toString(), "is a folder; a ModelReassembly file is needed")
                .leavesNothing();
    }

    @Test
    void devicesThatAreNotThere() throws Exception {
        for (String[] device : new String[][] {{"tpu", "'tpu' is not a device; allowed are auto, cpu and cuda:N"}, {"cuda:99",
                "cuda:99 is not there"}}) {
            Workbench.Ended ended = Workbench.execute("run", bench.file.toString(), "--store", "file://" + folder + "/store",
                    "--device", device[0]);
            Refusal.mistake(bench, ended, "--device", device[1]).leavesNothing();
        }
    }

    @Test
    void noStore() throws Exception {
        Refusal.mistake(bench, Workbench.execute("run", bench.file.toString()), "--store", "is missing", "spec.storage.bucket")
                .leavesNothing();
    }

    @Test
    void noStoreOfThisKind() throws Exception {
        Workbench.Ended ended = Workbench.execute("run", bench.file.toString(), "--store", "ftp://somewhere/else");
        Refusal.mistake(bench, ended, "--store", "ftp://somewhere/else", "s3://", "file:///").leavesNothing();
    }

    @Test
    void noModelOfThisName() throws Exception {
        Refusal.mistake(bench, bench.run("probe", "--model", "plane"), "--model", "found plane", "plain, residual")
                .leavesNothing();
    }

    /** The sentence names the bound that is too tight and the smallest that is enough; with that one it works. */
    @Test
    void budgetThatNothingFits() throws Exception {
        bench.edit("{parameters: 1M}", "{parameters: 2k, flops: 1G}");
        Workbench.Ended ended = bench.run("assemble");
        Refusal.mistake(bench, ended, "spec.budget", "parameters 2.0 k allowed, at least ").leavesUndone("assemble stripes");
        Matcher enough = Pattern.compile("at least ([0-9.]+) k needed").matcher(ended.err());
        assertThat(enough.find()).as(ended.err()).isTrue();
        bench.edit("2k", enough.group(1) + "k");
        Workbench.Ended second = bench.run("assemble");
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(second.out()).contains("a01");
    }
}
