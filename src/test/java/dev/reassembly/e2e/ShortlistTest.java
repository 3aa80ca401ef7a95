package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the assemblies that are built, those are trained whose classes a linear probe tells apart best. */
class ShortlistTest {
    private static final int CANDIDATES = 2;
    private static final int BUILT = 8;
    @TempDir
    Path folder;

    @Test
    void theBestBehindTheirStitchesAreTrained() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual", "transformer");
        bench.edit("candidates: 1, includeParents: false, built: 1", "candidates: " + CANDIDATES + ", includeParents: false, built: " + BUILT);
        Workbench.Ended run = bench.run("run");
        assertThat(run.status()).as(run.err()).isZero();

        List<JsonNode> shortlist = list(Pods.outputs(bench, "assemble", "search.json").get("stripes").get("shortlist"));
        Map<String, Double> scores = scores(bench);
        List<String> names = shortlist.stream().map(assembly -> assembly.get("name").asText()).toList();
        assertThat(names).hasSize(BUILT).containsExactlyInAnyOrderElementsOf(scores.keySet());
        assertThat(Set.copyOf(scores.values())).as("scores that tell networks apart").hasSizeGreaterThan(2);

        // Best first, equals in the order of the list; of one sequence of models the first, the others only where there are no more sequences.
        List<JsonNode> ordered = shortlist.stream().sorted(Comparator.comparing(assembly -> -scores.get(assembly.get("name").asText()))).toList();
        Set<List<String>> sequences = new HashSet<>();
        List<String> first = new ArrayList<>();
        List<String> again = new ArrayList<>();
        for (JsonNode assembly : ordered) {
            boolean isNew = sequences.add(list(assembly.get("blocks")).stream().map(block -> block.get("model").asText()).toList());
            (isNew ? first : again).add(assembly.get("name").asText());
        }
        List<String> expected = Stream.concat(first.stream(), again.stream()).limit(CANDIDATES).toList();
        assertThat(names.subList(0, CANDIDATES)).as("else the programme alone would have chosen the same").isNotEqualTo(expected);
        for (String step : List.of("measure ", "finetune ")) {
            assertThat(run.computed()).as("of the chosen alone").filteredOn(computed -> computed.matches(step + "[ag]\\d+"))
                    .containsExactlyElementsOf(expected.stream().map(name -> step + name).toList());
        }
    }

    /** Of the assemblies alone. */
    private static Map<String, Double> scores(Workbench bench) throws Exception {
        Map<String, Double> scores = new TreeMap<>();
        Pods.outputs(bench, "stitch", "built.json").forEach((name, built) -> {
            if (name.matches("[ag]\\d+")) {
                scores.put(name, list(built.get("proxies")).stream().filter(proxy -> proxy.get("name").asText().equals("probe-behind-stitch"))
                        .map(proxy -> proxy.get("value").asDouble()).findFirst().orElseThrow());
            }
        });
        return scores;
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
