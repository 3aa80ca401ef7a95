package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.bench.PairRow;
import dev.reassembly.bench.PairTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tiny networks stitched in both orders: one task, one seed, one epoch. */
class PairBenchTest {
    @TempDir
    static Path folder;
    static Workbench.Ended first;

    @BeforeAll
    static void run() throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("blocks: 3", "blocks: 2");
        // No pair fits: budgets play no part.
        bench.edit("budget: {parameters: 1M}", "budget: {parameters: 1k}");
        Files.writeString(folder.resolve("suite.yaml"), """
                seeds: [3]
                cases:
                - {zoo: tiny, task: stripes, file: run.yaml, recipes: {short: {fineTuning: {epochs: 1}}}}
                """);
        first = pairs();
    }

    private static Workbench.Ended pairs() {
        return Workbench.benchmark(folder, "pairs", "suite.yaml", "pairs.csv", "--picture", folder + "/pairs.svg");
    }

    @Test
    void aRowForEachOrderOfTwoNetworks() throws Exception {
        assertThat(first.status()).as(first.err()).isZero();
        List<PairRow> rows = new PairTable(folder.resolve("pairs.csv")).rows();
        assertThat(rows).extracting(PairRow::front).containsExactly("plain", "residual");
        assertThat(rows).extracting(PairRow::back).containsExactly("residual", "plain");
        for (PairRow row : rows) {
            assertThat(row.outcome()).isEqualTo("TRAINED");
            assertThat(row.blocks()).matches(row.front() + "\\[0\\.\\.\\d+\\) " + row.back() + "\\[\\d+\\.\\.\\d+\\)");
            // 30 test pictures.
            for (double metric : List.of(row.metric(), row.frontMetric(), row.backMetric())) {
                assertThat(30 * metric).isCloseTo(Math.rint(30 * metric), within(1e-3));
            }
            assertThat(row.cka()).isBetween(0.0, 1.0);
            assertThat(row.r2()).isLessThanOrEqualTo(1);
            assertThat(row.probe()).isBetween(0.0, 1.0);
        }
        // The same two parents, whichever comes first.
        assertThat(rows.get(0).frontMetric()).isEqualTo(rows.get(1).backMetric());
        assertThat(rows.get(0).backFlops()).isEqualTo(rows.get(1).frontFlops());
    }

    @Test
    void stitchedAndWholeNetworksAreTrainedOnceEach() {
        assertThat(first.computed()).filteredOn(step -> step.startsWith("finetune")).containsExactlyInAnyOrder("finetune plain+residual",
                "finetune residual+plain", "finetune parent-plain", "finetune parent-residual");
    }

    @Test
    void thePictureAndTheTablesAreOfThoseRows() throws Exception {
        assertThat(first.out()).contains("2 pairs, each seed counted: 2 trained", "### Two networks stitched, against both",
                "| tiny | stripes | short | plain |");
        assertThat(Files.readString(folder.resolve("pairs.svg"))).contains("plain[0..", "residual[0..");
    }

    @Test
    void whatHasRowsIsNotRunAgain() {
        Workbench.Ended again = pairs();
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.computed()).isEmpty();
        assertThat(again.hits()).isEmpty();
        assertThat(again.out()).isEqualTo(first.out());
    }

    @Test
    void anUnknownCaseIsNamed() {
        Workbench.Ended ended = Workbench.benchmark(folder, "pairs", "suite.yaml", "pairs.csv", "--only", "text");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--only: found text, which no case of the suite is called");
    }

    @Test
    void anotherNumberOfBlocksIsRefused() throws Exception {
        Files.writeString(folder.resolve("three.yaml"), Files.readString(folder.resolve("run.yaml")).replace("blocks: 2", "blocks: 3"));
        Files.writeString(folder.resolve("three-suite.yaml"), Files.readString(folder.resolve("suite.yaml")).replace("run.yaml", "three.yaml"));
        Workbench.Ended ended = Workbench.benchmark(folder, "pairs", "three-suite.yaml", "three.csv");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("spec.partition.blocks: found 3, a pair of networks needs 2");
    }
}
