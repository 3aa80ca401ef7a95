package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zoo's two networks teach the contenders: in one process, and in pods with a rung of their own before the first. */
class TeachersTest {
    private static final List<String> PARENTS = List.of("parent-plain", "parent-residual");
    @TempDir
    Path folder;
    private Pods pods;

    @BeforeEach
    void scratch() {
        pods = new Pods(folder);
    }

    @Test
    void podsComeToWhatARunComesTo() throws Exception {
        Workbench bench = contest(folder.resolve("pods"));
        pods.run(bench, "assemble", "--tasks-to", folder + "/zero.json");
        assertThat(pods.names("zero.json")).as("before they are trained nobody can be taught").containsExactlyElementsOf(PARENTS);
        for (String parent : PARENTS) {
            Workbench.Ended trained = pods.run(bench, "finetune", "--candidate", parent, "--rung", "0");
            assertThat(trained.computed()).containsExactly("stitch " + parent, "measure " + parent, "finetune " + parent);
            assertThat(trained.out()).as("to the end").contains(parent, " of 2, ");
        }
        assertThat(pods.run(bench, "halve", "--rung", "0", "--tasks-to", folder + "/one.json").computed()).isEmpty();
        List<String> first = pods.names("one.json");
        assertThat(first).contains("distilled-plain", "distilled-residual", "stitched-plain").doesNotContainAnyElementsOf(PARENTS).doesNotHaveDuplicates()
                .filteredOn(name -> name.matches("[ag]\\d+")).hasSize(2);

        List<String> taughtBy = new ArrayList<>();
        for (String name : first) {
            Workbench.Ended trained = pods.run(bench, "finetune", "--candidate", name, "--rung", "1");
            assertThat(trained.computed()).contains("finetune " + name).noneMatch(step -> step.startsWith("finetune parent-"));
            trained.computed().stream().filter(step -> step.startsWith("evaluate ")).forEach(taughtBy::add);
            assertThat(trained.err()).containsPattern("distillation: parent-(plain and parent-residual|residual and parent-plain) teach");
            assertThat(trained.out()).contains(name, " of 1, ");
        }
        assertThat(taughtBy).as("the teachers' answers, asked for once").containsExactlyInAnyOrder("evaluate parent-plain", "evaluate parent-residual");
        for (String parent : PARENTS) {
            assertThat(pods.run(bench, "finetune", "--candidate", parent, "--rung", "1").computed()).isEmpty();
        }
        assertThat(pods.run(bench, "halve", "--rung", "1", "--tasks-to", folder + "/two.json").computed()).isEmpty();
        List<String> second = pods.names("two.json");
        assertThat(second).hasSize((first.size() + 1) / 2).isSubsetOf(first);
        for (String name : second) {
            assertThat(pods.run(bench, "finetune", "--candidate", name, "--rung", "2").computed()).containsExactly("finetune " + name);
        }
        pods.run(bench, "halve", "--rung", "2", "--tasks-to", folder + "/three.json");
        assertThat(pods.names("three.json")).isEmpty();
        pods.run(bench, "publish", "--out", folder + "/artifacts");
        assertThat(pods.run(bench, "run").computed()).as("one process asks for the same keys").isEmpty();

        Workbench whole = contest(folder.resolve("whole"));
        Workbench.Ended run = whole.run("run");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Pods.networks(whole)).hasSize(2 + second.size()).isEqualTo(Pods.networks(bench));
        assertThat(Sha256.of(whole.folder.resolve("out/model.onnx"))).isEqualTo(Sha256.of(bench.folder.resolve("out/model.onnx")));
        for (String command : List.of("one", "two")) {
            for (String name : pods.names(command + ".json")) {
                assertThat(pods.run(whole, "finetune", "--candidate", name, "--rung", command.equals("one") ? "1" : "2").computed()).as(name).isEmpty();
            }
        }
    }

    /** A distilled parent is the parent's network, taught: it begins alike and ends elsewhere, and who is not taught is not trained anew. */
    @Test
    void teachingChangesContendersAlone() throws Exception {
        Workbench bench = contest(folder);
        bench.edit("rungs: 2", "rungs: 1");
        Workbench untaught = bench.variant("untaught");
        untaught.edit(", distillation: {weight: 0.5, teachers: 2}", "");
        Workbench.Ended before = untaught.run("run");
        assertThat(before.status()).as(before.err()).isZero();
        assertThat(before.computed()).noneMatch(step -> step.contains("distilled-"));
        Workbench.Ended taught = bench.run("run");
        assertThat(taught.status()).as(taught.err()).isZero();
        assertThat(taught.computed()).as("trained as baselines before, whose stitches and head a distilled one starts from")
                .doesNotContainAnyElementsOf(List.of("finetune parent-plain", "finetune parent-residual", "stitch distilled-plain",
                        "measure distilled-plain"))
                .contains("finetune distilled-plain", "finetune distilled-residual", "finetune stitched-plain");

        Workbench single = bench.variant("single");
        single.edit("teachers: 2", "teachers: 1");
        Workbench.Ended alone = single.run("run");
        assertThat(alone.status()).as(alone.err()).isZero();
        assertThat(alone.err()).containsPattern("distillation: parent-(plain|residual) teaches");
        assertThat(alone.computed()).as("one voice is another teacher than two").contains("finetune distilled-plain")
                .noneMatch(step -> step.matches("(stitch|measure) .*"));
    }

    @Test
    void rungsBeginAtZero() throws Exception {
        Workbench bench = contest(folder);
        Refusal.mistake(bench, bench.run("finetune", "--candidate", "parent-plain", "--rung", "3"), "--rung: found 3, allowed are 0 to 2",
                "in rung 0 teachers are trained");
        Refusal.mistake(bench, bench.run("halve", "--rung", "4", "--tasks-to", folder + "/none.json"), "--rung: found 4, allowed are 0 to 2");
    }

    private static Workbench contest(Path folder) throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("candidates: 1, includeParents: false, built: 1", "candidates: 2, built: 3");
        bench.edit("rungs: 1", "rungs: 2, distillation: {weight: 0.5, teachers: 2}");
        return bench;
    }
}
