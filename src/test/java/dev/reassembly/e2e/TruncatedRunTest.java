package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A budget that neither an assembly nor a whole network fits, but the first layers of one do. */
class TruncatedRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    Path folder;

    @Test
    void theFirstLayersOfOneAreDelivered() throws Exception {
        Workbench bench = tight(", truncatedParents: 3");
        Workbench.Ended run = bench.run("run", "--output", "json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("only single networks of the zoo compete, whole or truncated");
        JsonNode result = run.json();
        assertThat(result.at("/kind").asText()).isEqualTo("TRUNCATED_PARENT");
        assertThat(result.at("/withinBudget").asBoolean()).isTrue();
        assertThat(result.at("/lead").isNull()).isTrue();
        assertThat(result.at("/parents")).hasSize(2).allMatch(parent -> !parent.get("withinBudget").asBoolean());

        JsonNode search = JSON.readTree(file("store/steps/assemble", "search.json").toFile());
        assertThat(search.at("/shortlist")).isEmpty();
        JsonNode truncated = search.at("/truncated");
        assertThat(truncated.size()).isBetween(2, 3);
        assertThat(List.of(truncated.at("/0/blocks/0/model").asText(), truncated.at("/1/blocks/0/model").asText()))
                .containsExactlyInAnyOrder("plain", "residual");
        JsonNode published = null;
        for (JsonNode candidate : truncated) {
            assertThat(candidate.at("/name").asText()).isEqualTo("truncated-" + candidate.at("/blocks/0/model").asText() + "-"
                    + candidate.at("/blocks/0/to").asInt());
            assertThat(candidate.at("/parameters").asLong()).isBetween(1L, 4000L);
            published = candidate.at("/blocks").equals(result.at("/assembly")) ? candidate : published;
        }
        assertThat(published).isNotNull();
        Graph network = OnnxReader.read(folder.resolve("out/model.onnx"), "the published network");
        assertThat(network.initializers().values().stream().filter(tensor -> tensor.type().isFloating()).mapToLong(Tensor::elements).sum())
                .as("what the search counted").isEqualTo(published.at("/parameters").asLong());
    }

    @Test
    void withoutThemTheBudgetIsAMistake() throws Exception {
        Workbench bench = tight(", truncatedParents: 0");
        Refusal.mistake(bench, bench.run("run"), "spec.budget");
        bench.edit("truncatedParents: 0", "truncatedParents: 3, includeParents: false");
        Refusal.mistake(bench, bench.run("run"), "spec.budget");
    }

    private Workbench tight(String more) throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit(", includeParents: false", more);
        bench.edit("parameters: 1M", "parameters: 4k");
        return bench;
    }

    private Path file(String under, String name) throws Exception {
        return Refusal.files(folder.resolve(under)).stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
}
