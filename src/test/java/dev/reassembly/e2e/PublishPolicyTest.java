package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.model.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code spec.output.publishPolicy} makes of the best network. */
class PublishPolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    Path folder;

    /** Whatever has a block of the second network diverges, so the first one as it is remains. */
    @Test
    void nothingIsDeliveredWhenAParentIsBest() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        OnnxWriter.write(TinyZoo.rooted(2), folder.resolve("zoo/residual.onnx"), Map.of());
        policy(bench, "OnlyIfBetter");
        Workbench.Ended run = bench.run("run");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Nothing is published: of all that fit the budget the whole network plain was best", "report  file://")
                .doesNotContain("\npublished", "model   ");
        for (String absent : new String[] {"model.onnx", "model-card.md", "provenance.json"}) {
            assertThat(folder.resolve("out").resolve(absent)).doesNotExist();
        }
        JsonNode result = JSON.readTree(folder.resolve("out/result.json").toFile());
        assertThat(result.at("/model").isNull()).isTrue();
        assertThat(result.at("/kind").asText()).isEqualTo("PARENT");
        assertThat(result.at("/policy").asText()).isEqualTo("OnlyIfBetter");
        assertThat(result.at("/verdict").asText()).startsWith("Nothing is published").endsWith("OnlyIfBetter.");
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("Nothing is published");

        Workbench.Ended again = bench.run("publish", "--out", folder + "/artifacts");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.computed()).as("to publish nothing is a result like any other").isEmpty();
        JsonNode summary = JSON.readTree(folder.resolve("artifacts/summary.json").toFile());
        assertThat(summary.at("/outcome").asText()).isEqualTo("NothingBetter");
        assertThat(summary.has("best")).isFalse();
        assertThat(summary.at("/baseline/name").asText()).isEqualTo("plain");
        assertThat(summary.at("/output/report").asText()).endsWith("/out/report.html");
        assertThat(folder.resolve("artifacts/report.html")).hasSameBinaryContentAs(folder.resolve("out/report.html"));

        Workbench assembly = bench.variant("assembly");
        assembly.edit("OnlyIfBetter", "BestAssembly");
        Workbench.Ended none = assembly.run("run");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("every assembly within the budget diverged");

        Workbench best = bench.variant("best");
        best.edit("OnlyIfBetter", "Best");
        best.edit("includeParents: false", "includeParents: true, truncatedParents: 0");
        Workbench.Ended delivered = best.run("run", "--output", "json");
        assertThat(delivered.status()).as(delivered.err()).isZero();
        assertThat(delivered.json().at("/kind").asText()).contains("PARENT");
        assertThat(folder.resolve("out/model.onnx")).isNotEmptyFile();
    }

    @Test
    void nothingIsDeliveredForAnyBudget() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        OnnxWriter.write(TinyZoo.rooted(2), folder.resolve("zoo/residual.onnx"), Map.of());
        policy(bench, "OnlyIfBetter");
        bench.edit("budget: {parameters: 1M}", "budgets: [{name: small, flops: 1M}, {name: large, flops: 10M}]");
        Workbench.Ended run = bench.run("publish", "--out", folder + "/artifacts");
        assertThat(run.status()).as(run.err()).isZero();
        for (String budget : new String[] {"small", "large"}) {
            assertThat(folder.resolve("out").resolve(budget).resolve("model.onnx")).doesNotExist();
            assertThat(folder.resolve("out").resolve(budget).resolve("report.html")).content().contains("Nothing is published");
        }
        assertThat(folder.resolve("out/front.html")).content().contains("for 0 of 2 budgets");
        JsonNode summary = JSON.readTree(folder.resolve("artifacts/summary.json").toFile());
        assertThat(summary.at("/outcome").asText()).isEqualTo("NothingBetter");
        assertThat(summary.has("best")).isFalse();
    }

    /** Stitched parents and halving stand in its way. */
    @Test
    void anAssemblyIsPublishedWhateverBeatsIt() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("includeParents: false", "includeParents: true");
        bench.edit("rungs: 1", "rungs: 2");
        policy(bench, "BestAssembly");
        Workbench.Ended run = bench.run("run", "--output", "json");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode result = run.json();
        assertThat(result.at("/kind").asText()).isEqualTo("ASSEMBLY");
        boolean beaten = !result.at("/rival").isNull();
        assertThat(result.at("/verdict").asText().contains("On validation")).isEqualTo(beaten);
        String card = Files.readString(folder.resolve("out/model-card.md"));
        assertThat(card).contains(result.at("/verdict").asText(), "**published** (assembly)");

        bench.edit("parameters: 1M", "parameters: 4k");
        Workbench.Ended none = bench.run("run");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("spec.output.publishPolicy: found BestAssembly, but no assembly fits spec.budget");
    }

    private static void policy(Workbench bench, String policy) throws Exception {
        bench.edit("/out/\"}", "/out/\", publishPolicy: " + policy + "}");
    }
}
