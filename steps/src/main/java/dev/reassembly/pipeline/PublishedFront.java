package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus.Delivery;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus.FrontPoint;
import dev.reassembly.api.v1alpha1.RunSummary;
import dev.reassembly.front.FrontResult;
import dev.reassembly.publish.RunResult;
import dev.reassembly.report.FrontVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a run with several budgets delivered and where.
 *
 * @param parts by budget, in the order of the specification; one at least has a network, but with the policy OnlyIfBetter
 * @param page address of the front's page
 */
public record PublishedFront(List<Part> parts, FrontResult front, String page) implements RunOutcome {
    /**
     * One budget's delivery.
     *
     * @param published null when there is none
     * @param unmet then the reason, else null
     */
    public record Part(String budget, Published published, String unmet) {}

    /** Best network, baseline and digest are those of the delivered network with the best metric; the report is the front's page. */
    @Override
    public RunSummary summary() {
        List<FrontPoint> points = parts.stream().map(PublishedFront::point).toList();
        return parts.stream().map(Part::published).filter(Objects::nonNull)
                .max(Comparator.comparingDouble(published -> published.result().metric())).map(Published::summary)
                .map(best -> new RunSummary(best.outcome(), best.best(), best.baseline(), best.lead(),
                        new Delivery(best.output().uri(), best.output().sha256(), best.output().bytes(), page), points, FrontVerdict.of(front)))
                .orElseGet(() -> new RunSummary(RunSummary.Outcome.NothingBetter, null, null, null, new Delivery(null, null, null, page), points,
                        FrontVerdict.of(front)));
    }

    private static FrontPoint point(Part part) {
        if (part.published() == null) {
            return new FrontPoint(part.budget(), null, null, null, null, null, null);
        }
        RunResult result = part.published().result();
        return new FrontPoint(part.budget(), part.published().name(), Published.kind(result.kind()), Published.rounded(result.metric(), 4), result.model().flops(),
                result.model().parameters(), Published.lead(result));
    }
}
