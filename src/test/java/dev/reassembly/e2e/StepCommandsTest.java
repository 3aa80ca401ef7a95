package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One command a step, as the pods of a workflow call them. */
class StepCommandsTest {
    @TempDir
    Path folder;

    @Test
    void oneAfterTheOtherTheyAreARun() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        assertThat(step(bench, List.of("inspect plain", "inspect residual"), "inspect")).contains("plain: 5 layers",
                "residual: 5 layers");
        assertThat(step(bench, List.of(), "inspect", "--model", "residual", "--draw", folder.resolve("drawn").toString()))
                .contains("residual: 5 layers");
        assertThat(folder.resolve("drawn/residual.svg")).content().startsWith("<svg").contains("5 layers").endsWith("</svg>");
        assertThat(folder.resolve("drawn/plain.svg")).doesNotExist();
        assertThat(step(bench, List.of("probe residual"), "probe", "--model", "residual")).contains("residual: 32 samples")
                .doesNotContain("plain");
        assertThat(step(bench, List.of("probe plain"), "probe")).contains("plain: 32 samples", "residual: 32 samples");
        assertThat(step(bench, List.of(), "plan")).contains("probe plain: stored", "partition: would run");
        assertThat(step(bench, List.of("partition stripes"), "partition")).startsWith("J = ").contains("plain: [0..");
        assertThat(step(bench, List.of("assemble stripes", "stitch a01", "measure a01", "stitch parent-plain", "measure parent-plain",
                "stitch parent-residual", "measure parent-residual"),
                "assemble"))
                .contains("a01", "parent-plain", "proven optimal");
        assertThat(step(bench, List.of("finetune parent-plain", "finetune parent-residual", "finetune a01"), "finetune"))
                .contains("a01", " of 2, ");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(step(bench, List.of(), "plan")).contains("assemble: stored", "finetune: ");
        // On the validation split how clearly the parent leads, which is not to be published; on the test split all.
        assertThat(step(bench, List.of("evaluate parent-plain", "evaluate a01", "publish stripes", "evaluate a01", "evaluate parent-plain",
                "evaluate parent-residual"), "publish")).contains("model.onnx", "published: assembly");
        assertThat(folder.resolve("out/result.json")).isNotEmptyFile();

        Workbench.Ended run = bench.run("run", "--output", "json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.computed()).isEmpty();
        Workbench whole = Workbench.tiny(folder.resolve("whole"), "plain", "residual");
        assertThat(run.json().at("/model/sha256")).isEqualTo(whole.run("run", "--output", "json").json().at("/model/sha256"));
    }

    private static String step(Workbench bench, List<String> computed, String command, String... more) {
        Workbench.Ended ended = bench.run(command, more);
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.computed()).containsExactlyElementsOf(computed);
        return ended.out();
    }

    /** A plan on an empty store trains nothing and writes nothing below the output address. */
    @Test
    void planOfANewRun() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        Workbench.Ended plan = bench.run("plan");
        assertThat(plan.status()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("probe plain: would run", "publish: would run");
        assertThat(plan.computed()).containsExactly("inspect plain", "inspect residual");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "plan", "inspect", "probe", "partition", "assemble", "finetune", "halve", "publish"})
    void helpNamesTheOptions(String command) {
        Workbench.Ended help = Workbench.execute(command, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("FILE", "--store", "--device", "--fresh", "--scratch", "--help");
    }

    @Test
    void helpOfAll() {
        Workbench.Ended help = Workbench.execute("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains(Stream.of("demo", "run", "plan", "inspect", "probe", "partition", "assemble", "finetune",
                "halve", "publish").toList())
                .contains("Exit status");
        assertThat(Workbench.execute("demo", "--help").out()).contains("EXAMPLE", "--assets", "--work");
        assertThat(Workbench.execute("run", "--help").out()).contains("--output");
        assertThat(Workbench.execute("probe", "--help").out()).contains("--model");
        assertThat(Workbench.execute("--version").status()).isZero();
    }

    @Test
    void whatIsUnknownOrMissing() throws Exception {
        refused("blend", "blend");
        refused("--verbose", "run", "some.yaml", "--verbose");
        refused("FILE", "run");
        refused("--output", "run", "some.yaml", "--output", "xml");
        refused("--device", "run", "some.yaml", "--device");
        refused("some.yaml", "run", "some.yaml");
        refused("", new String[0]);
        assertThat(Files.list(folder)).isEmpty();
    }

    private static void refused(String names, String... arguments) {
        Workbench.Ended ended = Workbench.execute(arguments);
        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains(names).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(ended.err().lines().findFirst().orElse("")).contains(names);
    }
}
