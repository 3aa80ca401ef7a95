package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a budget's search tells before and after anything is built. */
class ContendersTest {
    @TempDir
    Path folder;

    @Test
    void areCountedWithoutBuilding() throws Exception {
        RunContext run = SketchRun.open(folder);
        InspectStep inspect = new InspectStep(run);
        ProbeStep probe = new ProbeStep(run, inspect);
        StitchStep stitch = new StitchStep(run);
        AssembleStep search = new AssembleStep(run, BudgetPoint.of(run.spec).get(0), inspect, probe, new PartitionStep(run, inspect, probe), stitch,
                new MeasureStep(run, stitch), new CutScores(run));
        int counted = search.contenders();
        assertThat(run.clock().seconds()).containsKey("assemble").doesNotContainKeys("stitch", "measure");
        assertThat(search.search().shortlist()).as("more than are trained").hasSizeGreaterThan(run.spec.assembly().candidates());
        assertThat(search.entrants().stream().filter(entrant -> !entrant.isBaseline())).hasSize(counted);
        assertThat(run.clock().seconds()).as("built to choose, and not measured").containsKey("stitch").doesNotContainKey("measure");
    }
}
