package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps as a workflow's pods call them, one candidate and rung each, each with a scratch folder of its own. */
class FanOutTest {
    private static final Offset<Double> FOUR_DECIMALS = Offset.offset(5.1e-5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CANDIDATES = 2;
    private static final int BUILT = 4;
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
        for (String model : List.of("plain", "residual")) {
            assertThat(pod(bench, "inspect", "--model", model).computed()).containsExactly("inspect " + model);
            assertThat(pod(bench, "probe", "--model", model).computed()).containsExactly("probe " + model);
        }
        assertThat(pod(bench, "partition").computed()).containsExactly("partition stripes");
        Workbench.Ended search = pod(bench, "assemble", "--tasks-to", folder + "/tasks/one.json");
        assertThat(search.computed()).hasSize(1 + BUILT).startsWith("assemble stripes").filteredOn(step -> step.matches("stitch [ag]\\d+")).hasSize(BUILT);
        List<String> first = pods.names("tasks/one.json");
        assertThat(first).contains("parent-plain", "parent-residual").doesNotHaveDuplicates().filteredOn(name -> name.matches("[ag]\\d+")).hasSize(CANDIDATES);
        assertThat(search.out().lines().map(line -> line.strip().split(" ")[0])).containsExactlyInAnyOrderElementsOf(first);

        for (String name : first) {
            Workbench.Ended trained = pod(bench, "finetune", "--candidate", name, "--rung", "1");
            assertThat(trained.computed()).isEqualTo(Stream.of("stitch ", "measure ", "finetune ").map(step -> step + name)
                    .filter(step -> !search.computed().contains(step)).toList());
            assertThat(trained.out()).contains(name, name.startsWith("parent-") ? " of 2, " : " of 1, ");
        }
        assertThat(pod(bench, "halve", "--rung", "1", "--tasks-to", folder + "/two.json").computed()).isEmpty();
        List<String> second = pods.names("two.json");
        int contenders = first.size() - 2;
        assertThat(second).hasSize((contenders + 1) / 2).isSubsetOf(first).noneMatch(name -> name.startsWith("parent-"));
        for (String name : first) {
            Workbench.Ended trained = pod(bench, "finetune", "--candidate", name, "--rung", "2");
            assertThat(trained.computed()).isEqualTo(second.contains(name) ? List.of("finetune " + name) : List.of());
            assertThat(trained.out()).contains(second.contains(name) ? " of 2, " : name + " has nothing to do in rung 2");
        }
        pod(bench, "halve", "--rung", "2", "--tasks-to", folder + "/three.json");
        assertThat(pods.names("three.json")).isEmpty();

        Path out = folder.resolve("artifacts");
        assertThat(pod(bench, "publish", "--out", out.toString()).computed()).filteredOn(step -> !step.startsWith("evaluate ")).containsExactly("publish stripes");
        assertThat(pod(bench, "run").computed()).isEmpty();
        outputs(out, bench, first);

        Workbench whole = contest(folder.resolve("whole"));
        assertThat(whole.run("run").status()).isZero();
        assertThat(Pods.networks(whole)).hasSize(2 + second.size()).isEqualTo(Pods.networks(bench));
    }

    /** Everything that the operator and the workflow's user interface are given. */
    private void outputs(Path out, Workbench bench, List<String> first) throws Exception {
        assertThat(Refusal.files(out).stream().map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("summary.json",
                "report.html", "similarity.svg", "partition.svg", "candidates.svg", "curves.svg");
        JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
        JsonNode result = JSON.readTree(bench.folder.resolve("out/result.json").toFile());
        assertThat(summary.at("/best/name").asText()).isIn(first);
        assertThat(summary.at("/best/metric").asDouble()).isCloseTo(result.at("/metric").asDouble(), FOUR_DECIMALS);
        assertThat(summary.at("/best/parameters").asLong()).isEqualTo(result.at("/model/parameters").asLong()).isPositive();
        assertThat(summary.at("/baseline/name").asText()).isIn("plain", "residual");
        assertThat(summary.at("/baseline/metric").asDouble() + result.at("/lead/points").asDouble() / 100)
                .isCloseTo(result.at("/metric").asDouble(), FOUR_DECIMALS);
        assertThat(summary.at("/lead/points").asDouble()).isCloseTo(result.at("/lead/points").asDouble(), Offset.offset(5.1e-3));
        assertThat(summary.at("/lead/standardError").asDouble()).isCloseTo(result.at("/lead/standardError").asDouble(), Offset.offset(5.1e-3));
        assertThat(summary.at("/outcome").asText()).isEqualTo("Delivered");
        assertThat(summary.at("/best/kind").asText().toUpperCase(Locale.ROOT)).isEqualTo(result.at("/kind").asText().replace("_", ""));
        assertThat(summary.at("/baseline/kind").asText()).isEqualTo("Parent");
        assertThat(summary.at("/output/sha256").asText()).isEqualTo(Sha256.of(bench.folder.resolve("out/model.onnx")));
        assertThat(summary.at("/output/bytes").asLong()).isEqualTo(Files.size(bench.folder.resolve("out/model.onnx")));
        assertThat(summary.at("/output/report").asText()).isEqualTo("file://" + bench.folder + "/out/report.html");
        assertThat(summary.at("/message").asText()).startsWith("Published is ");
        assertThat(out.resolve("report.html")).hasSameBinaryContentAs(bench.folder.resolve("out/report.html"));
        assertThat(Files.readString(out.resolve("curves.svg"))).startsWith("<svg").contains(first);
    }

    /** The same workflow for two budgets: its pods train each network once, whichever budgets it competes in. */
    @Test
    void podsOfTwoBudgets() throws Exception {
        Workbench bench = contest(folder.resolve("pods"));
        bench.edit("budget: {parameters: 1M}", "budgets: [{name: small, flops: 1M}, {name: large, flops: 10M}]");
        assertThat(pod(bench, "assemble", "--tasks-to", folder + "/one.json").computed()).contains("assemble stripes/small", "assemble stripes/large");
        List<String> first = pods.names("one.json");
        assertThat(first).contains("parent-plain", "parent-residual", "stitched-plain").doesNotHaveDuplicates()
                .anyMatch(name -> name.startsWith("small:")).anyMatch(name -> name.startsWith("large:"));
        for (String name : first) {
            // What the search built for one budget may be trained for another.
            assertThat(pod(bench, "finetune", "--candidate", name, "--rung", "1").computed()).endsWith("finetune " + name)
                    .isSubsetOf("stitch " + name, "measure " + name, "finetune " + name).contains("measure " + name);
        }
        pod(bench, "halve", "--rung", "1", "--tasks-to", folder + "/two.json");
        List<String> second = pods.names("two.json");
        assertThat(second).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(first).noneMatch(name -> name.startsWith("parent-"));
        for (String name : first) {
            // A network that competes on in the second budget alone is told of by its name there.
            assertThat(pod(bench, "finetune", "--candidate", name, "--rung", "2").computed()).hasSize(second.contains(name) ? 1 : 0)
                    .allMatch(step -> step.equals("finetune " + name) || step.startsWith("finetune large:"));
        }
        Path out = folder.resolve("artifacts");
        assertThat(pod(bench, "publish", "--out", out.toString()).computed()).filteredOn(step -> !step.startsWith("evaluate "))
                .containsExactly("publish stripes/small", "publish stripes/large");
        assertThat(pod(bench, "run").computed()).isEmpty();

        assertThat(Refusal.files(out).stream().map(file -> out.relativize(file).toString())).contains("summary.json", "report.html", "front.svg",
                "report-small.html", "curves-small.svg", "report-large.html");
        assertThat(out.resolve("report-small.html")).hasSameBinaryContentAs(bench.folder.resolve("out/small/report.html"));
        assertThat(out.resolve("report.html")).hasSameBinaryContentAs(bench.folder.resolve("out/front.html"));
        JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
        assertThat(summary.at("/front")).extracting(point -> point.get("budget").asText()).containsExactly("small", "large");
        for (JsonNode point : summary.at("/front")) {
            JsonNode result = JSON.readTree(bench.folder.resolve("out").resolve(point.get("budget").asText()).resolve("result.json").toFile());
            assertThat(point.get("metric").asDouble()).isCloseTo(result.at("/metric").asDouble(), FOUR_DECIMALS);
            assertThat(point.get("flops")).isEqualTo(result.at("/model/flops"));
            assertThat(point.get("parameters")).isEqualTo(result.at("/model/parameters"));
            assertThat(point.get("network").asText()).matches("(parent|stitched|truncated)-.*|" + point.get("budget").asText() + ":[ag]\\d+");
        }
        assertThat(summary.at("/best/metric").asDouble()).isEqualTo(Math.max(summary.at("/front/0/metric").asDouble(),
                summary.at("/front/1/metric").asDouble()));
        assertThat(summary.at("/output/report").asText()).isEqualTo("file://" + bench.folder + "/out/front.html");
        assertThat(summary.at("/message").asText()).contains("for 2 of 2 budgets");
    }

    /** Where only some pods of a workflow get a GPU, all are told so, and know each other's results. */
    @Test
    void podsAgreeOnTheKindOfDeviceInKeys() throws Exception {
        Workbench bench = contest(folder);
        assertThat(pod(bench, "probe", "--model", "plain").computed()).contains("probe plain");
        Map<String, String> told = Map.of("REASSEMBLY_DEVICE_KIND", "gpu");
        assertThat(ChildRun.run(told, bench.arguments("probe", "--model", "plain")).computed()).containsExactly("probe plain");
        assertThat(ChildRun.run(told, bench.arguments("probe", "--model", "plain")).computed()).isEmpty();
        assertThat(pod(bench, "probe", "--model", "plain").computed()).isEmpty();
    }

    /** Pods that come after a whole run, as after an operator's retry, find all of it. */
    @Test
    void podsFindWhatARunLeft() throws Exception {
        Workbench bench = contest(folder);
        assertThat(bench.run("run").status()).isZero();
        pod(bench, "assemble", "--tasks-to", folder + "/one.json");
        for (String name : pods.names("one.json")) {
            assertThat(pod(bench, "finetune", "--candidate", name, "--rung", "1").computed()).isEmpty();
        }
        pod(bench, "halve", "--rung", "1", "--tasks-to", folder + "/two.json");
        for (String name : pods.names("two.json")) {
            assertThat(pod(bench, "finetune", "--candidate", name, "--rung", "2").computed()).isEmpty();
        }
        assertThat(pod(bench, "publish", "--out", folder + "/artifacts").computed()).isEmpty();
        assertThat(folder.resolve("artifacts/summary.json")).isNotEmptyFile();
    }

    @Test
    void whatIsNotThereIsAMistake() throws Exception {
        Workbench bench = contest(folder);
        mistake(bench.run("finetune", "--candidate", "a99", "--rung", "1"), "--candidate: found a99, allowed are a", "parent-plain");
        mistake(bench.run("finetune", "--candidate", "a01", "--rung", "3"), "--rung: found 3, allowed are 1 to 2");
        mistake(bench.run("halve", "--rung", "0", "--tasks-to", folder + "/none.json"), "--rung: found 0, allowed are 1 to 2");
        mistake(bench.run("finetune", "--candidate", "a01"), "--rung");
        mistake(bench.run("finetune", "--candidate", "a01", "--rung", "one"), "--rung");
        assertThat(folder.resolve("none.json")).doesNotExist();
        Files.writeString(folder.resolve("file"), "");
        mistake(bench.run("assemble", "--tasks-to", folder + "/file/tasks.json"), "--tasks-to: nothing can be written to");
    }

    private static void mistake(Workbench.Ended ended, String... parts) {
        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(parts).doesNotContain("\tat ");
    }

    private Workbench.Ended pod(Workbench bench, String command, String... more) {
        return pods.run(bench, command, more);
    }

    /** Few examples, but two rungs, enough who compete to be halved, and more assemblies built than trained. */
    private static Workbench contest(Path folder) throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("candidates: 1, includeParents: false, built: 1", "candidates: " + CANDIDATES + ", built: " + BUILT);
        bench.edit("rungs: 1", "rungs: 2");
        return bench;
    }
}
