package dev.reassembly.pipeline;

import dev.reassembly.assembly.LinearProbe;
import dev.reassembly.assembly.StitchRegression;
import dev.reassembly.assembly.StitchRegressionScores;
import dev.reassembly.probe.ProbeResult;
import java.util.List;

/** What the probes say of cuts and of stitches between them; no budget plays a part, so a run that has several asks once. */
final class CutScores {
    static final int FOLDS = 5;

    private final RunContext run;
    private StitchRegressionScores stitches;
    private List<List<Double>> accuracies;

    CutScores(RunContext run) {
        this.run = run;
    }

    /** @param probes of the zoo, in its order */
    StitchRegressionScores stitches(List<ProbeResult> probes) {
        if (stitches == null) {
            stitches = StitchRegression.fit(probes, FOLDS, run.seed(), run.progress);
        }
        return stitches;
    }

    /**
     * By model, the accuracy of a ridge classifier on held-out probe samples at each cut from 1 on.
     *
     * @param probes of the zoo, in its order
     */
    List<List<Double>> accuracies(List<ProbeResult> probes) {
        if (accuracies == null) {
            accuracies = probes.stream().map(probe -> LinearProbe.accuracies(probe, FOLDS, run.seed())).toList();
        }
        return accuracies;
    }
}
