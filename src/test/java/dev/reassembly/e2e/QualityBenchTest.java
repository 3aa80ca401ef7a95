package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quality benchmark on two tiny networks: one task, two budgets, one seed, all controls at one budget. */
class QualityBenchTest {
    @TempDir
    static Path folder;
    static Workbench.Ended first;

    @BeforeAll
    static void run() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("candidates: 1, includeParents: false", "candidates: 1");
        bench.edit("budget: {parameters: 1M}", "budgets: [{name: between-1m, flops: 1M}, {name: on-10m, flops: 10M}]");
        Files.writeString(folder.resolve("suite.yaml"), """
                seeds: [3]
                cases:
                - {zoo: tiny, task: stripes, file: run.yaml, recipes: {short: {fineTuning: {epochs: 1}}}, controls: [on-10m]}
                """);
        first = quality();
    }

    private static Workbench.Ended quality(String... more) {
        return Workbench.benchmark(folder, "quality", "suite.yaml", "results.csv", more);
    }

    private static List<Map<String, String>> rows() throws Exception {
        List<String> lines = Files.readAllLines(folder.resolve("results.csv"));
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void aRowForEachBudget() throws Exception {
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(rows()).extracting(row -> row.get("budget")).containsExactly("between-1m", "on-10m");
        for (Map<String, String> row : rows()) {
            assertThat(row).containsEntry("zoo", "tiny").containsEntry("seed", "3").containsEntry("classes", "3");
            // 30 test pictures.
            double right = 30 * Double.parseDouble(row.get("metric"));
            assertThat(right).isCloseTo(Math.rint(right), within(1e-3));
            assertThat(Long.parseLong(row.get("flops"))).isLessThanOrEqualTo(Long.parseLong(row.get("budget_flops")));
            assertThat(Double.parseDouble(row.get("lead")))
                    .isCloseTo(Double.parseDouble(row.get("metric")) - Double.parseDouble(row.get("parent_metric")), within(2e-5));
        }
    }

    @Test
    void controlsAreTrainedWhereTheyAreAskedFor() throws Exception {
        for (String control : List.of("fresh_end", "random_stitches", "scratch", "random_assembly", "no_partition", "paper")) {
            assertThat(rows().get(0)).containsEntry(control, "");
            assertThat(Double.parseDouble(rows().get(1).get(control))).as(control).isBetween(0.0, 1.0);
        }
        assertThat(first.out()).contains("### Against every control", "| scratch |");
    }

    @Test
    void whatHasRowsIsNotRunAgain() {
        Workbench.Ended again = quality();
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.computed()).isEmpty();
        assertThat(again.out()).isEqualTo(first.out());
    }

    @Test
    void anUnknownCaseIsNamed() {
        Workbench.Ended ended = quality("--only", "text");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--only: found text, which no case of the suite is called");
    }
}
