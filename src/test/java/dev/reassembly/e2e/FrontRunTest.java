package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several budgets in one run: one that nothing keeps, one that the plain network keeps, one that both do. */
class FrontRunTest {
    static final String BUDGETS = "budgets: [{name: tiny, flops: 1k}, {name: small, flops: 1M}, {name: large, flops: 10M}]";
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    static Path folder;
    static Workbench bench;
    static Workbench.Ended first;

    @BeforeAll
    static void run() throws Exception {
        bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("candidates: 1, includeParents: false", "candidates: 2");
        bench.edit("rungs: 1", "rungs: 2");
        bench.edit("budget: {parameters: 1M}", BUDGETS);
        first = bench.run("run", "--output", "json");
    }

    private static JsonNode read(String file) throws Exception {
        return JSON.readTree(folder.resolve("out").resolve(file).toFile());
    }

    @Test
    void deliversForEachBudgetThatCanBeMet() throws Exception {
        assertThat(first.status()).as(first.err()).isZero();
        for (String name : List.of("small", "large")) {
            JsonNode said = first.json().at("/budgets/" + name);
            assertThat(Sha256.of(folder.resolve("out").resolve(name).resolve("model.onnx"))).isEqualTo(said.at("/model/sha256").asText());
            assertThat(said.at("/model/flops").asLong()).isBetween(1L, name.equals("small") ? 1_000_000L : 10_000_000L);
            assertThat(read(name + "/result.json").at("/metric")).isEqualTo(said.at("/metric"));
            for (String file : List.of("model-card.md", "provenance.json", "report.html", "figures/candidates.svg")) {
                assertThat(folder.resolve("out").resolve(name).resolve(file)).isNotEmptyFile();
            }
        }
        assertThat(first.json().at("/budgets/tiny/unmet").asText()).contains("no assembly fits: flops 1.0 k allowed");
        assertThat(folder.resolve("out/tiny")).doesNotExist();
        assertThat(folder.resolve("out/model.onnx")).doesNotExist();
    }

    @Test
    void trainsEachNetworkOnce() {
        List<String> trained = first.computed().stream().filter(step -> step.startsWith("finetune ")).toList();
        assertThat(trained).filteredOn(step -> step.contains("parent-")).containsExactlyInAnyOrder("finetune parent-plain", "finetune parent-residual");
        assertThat(first.computed()).filteredOn(step -> step.startsWith("probe ") || step.startsWith("partition ")).hasSize(3);
        assertThat(first.computed()).filteredOn(step -> step.startsWith("assemble ")).containsExactlyInAnyOrder("assemble stripes/tiny",
                "assemble stripes/small", "assemble stripes/large");
        // It competes in both, one step a rung.
        assertThat(trained).filteredOn(step -> step.equals("finetune stitched-plain")).hasSizeBetween(1, 2);
    }

    /** Nothing that a search or a training depends on tells that there were other budgets. */
    @Test
    void aRunWithOneOfTheBudgetsOnlyPublishes() throws Exception {
        Workbench single = bench.variant("single");
        single.edit(BUDGETS, "budget: {flops: 1M}");
        single.edit("/out/", "/single/");
        Workbench.Ended ended = single.run("run");
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.computed()).containsExactly("publish stripes");
        assertThat(Sha256.of(folder.resolve("single/model.onnx"))).isEqualTo(Sha256.of(folder.resolve("out/small/model.onnx")));
    }

    @Test
    void theFrontIsThatOfTheDeliveries() throws Exception {
        JsonNode front = read("front.json");
        assertThat(front).isEqualTo(first.json().at("/front"));
        assertThat(front.at("/chance").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(front.at("/parents")).extracting(parent -> parent.get("name").asText()).containsExactly("plain", "residual");
        for (int i = 1; i <= 2; i++) {
            JsonNode network = front.at("/budgets/" + i + "/network");
            JsonNode result = read(front.at("/budgets/" + i + "/name").asText() + "/result.json");
            assertThat(network.at("/metric")).isEqualTo(result.at("/metric"));
            assertThat(network.at("/standardError")).isEqualTo(result.at("/standardError"));
            assertThat(network.at("/parameters")).isEqualTo(result.at("/model/parameters"));
        }
        assertThat(front.at("/budgets/1/network/keeps")).extracting(JsonNode::asText).containsExactly("small", "large");
        assertThat(front.at("/budgets/2/network/keeps")).extracting(JsonNode::asText).contains("large").doesNotContain("tiny");
        assertThat(front.at("/parents/0/keeps")).as("plain").extracting(JsonNode::asText).containsExactly("small", "large");
        assertThat(front.at("/parents/1/keeps")).as("residual").extracting(JsonNode::asText).containsExactly("large");
        assertThat(front.at("/atBudgets/axis/cost").asText()).isEqualTo("flops");
        assertThat(front.at("/atBudgets/reference/cost").asDouble()).as("twice the largest budget").isEqualTo(2e7);
        assertThat(front.at("/atBudgets/steps")).extracting(step -> step.get("budget").asText()).containsExactly("tiny", "small", "large");
        assertThat(front.at("/atBudgets/steps/0/delivered").isNull()).isTrue();
        assertThat(front.at("/atBudgets/steps/1/parents")).isEqualTo(front.at("/parents/0/metric"));
        JsonNode byFlops = front.at("/comparisons/0");
        assertThat(byFlops.at("/reference/cost").asDouble()).as("the largest budget").isEqualTo(1e7);
        assertThat(byFlops.at("/gainPercent").asDouble())
                .isCloseTo(100 * (byFlops.at("/deliveredVolume").asDouble() / byFlops.at("/parentsVolume").asDouble() - 1), within(1e-9));
        assertThat(Files.readString(folder.resolve("out/front.svg"))).startsWith("<svg").contains("delivered for small", "delivered for large");
        assertThat(Files.readString(folder.resolve("out/front.html"))).contains("for 2 of 3 budgets", "Budget tiny is not met: no assembly fits");
    }

    @Test
    void secondRunOnlyReports() throws Exception {
        Files.delete(folder.resolve("out/front.html"));
        Workbench.Ended second = bench.run("run");
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(second.computed()).isEmpty();
        assertThat(folder.resolve("out/front.html")).content().contains("for 2 of 3 budgets");
        assertThat(second.out()).contains("for tiny", "for small", "for large", "for 2 of 3 budgets", "out/small/model.onnx", "out/front.html");
        assertThat(second.err()).contains("warning: budget tiny is not met, no assembly fits");
        assertThat(bench.run("plan").out()).contains("assemble tiny: stored", "assemble small: stored", "assemble large: stored", "finetune: at most");
    }

    @Test
    void failsWhenNoneCanBeMet() throws Exception {
        Workbench hopeless = bench.variant("hopeless");
        hopeless.edit(BUDGETS, "budgets: [{name: tiny, flops: 1k}, {name: less, flops: 0.5k}]");
        hopeless.edit("/out/", "/hopeless/");
        Workbench.Ended ended = hopeless.run("run");
        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains("spec.budgets: none can be met: tiny: no assembly fits: flops 1.0 k allowed", "less: no assembly fits")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("hopeless")).doesNotExist();
    }
}
