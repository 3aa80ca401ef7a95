package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus.Delivery;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus.Network;
import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.publish.RunResult;
import dev.reassembly.report.ReportPage;

/**
 * What a run delivered and where.
 *
 * @param name of the candidate that was published
 * @param card address of the model card
 * @param report address of the report
 */
public record Published(RunResult result, String name, String card, String report) implements RunOutcome {
    @Override
    public RunSummary summary() {
        RunResult.Model model = result.model();
        Network baseline = RunResult.bestFitting(result.parents())
                .map(p -> new Network(p.name(), rounded(p.metric()), p.parameters(), p.flops(), p.latencyMs())).orElse(null);
        return new RunSummary(new Network(name, rounded(result.metric()), model.parameters(), model.flops(), model.latencyMs()), baseline,
                new Delivery(model.uri(), model.sha256(), model.bytes(), report), null, ReportPage.verdict(result));
    }

    static double rounded(double metric) {
        return Math.round(metric * 1e4) / 1e4;
    }
}
