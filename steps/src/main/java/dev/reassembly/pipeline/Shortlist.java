package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.AssemblySpec;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblySelection;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.study.Scores;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of the assemblies that the programme lists a few are built, and of these those are trained that look best before training: decision 4. */
final class Shortlist {
    private final RunContext run;
    private final BudgetPoint point;
    private final InspectStep inspect;
    private final StitchStep stitch;

    Shortlist(RunContext run, BudgetPoint point, InspectStep inspect, StitchStep stitch) {
        this.run = run;
        this.point = point;
        this.inspect = inspect;
        this.stitch = stitch;
    }

    /** Those of a pool that are worth building, spread over models and costs. */
    List<Assembly> of(List<Assembly> pool) {
        AssemblySpec spec = run.spec.assembly();
        return AssemblySelection.diverse(pool, Math.max(spec.built(), spec.candidates()));
    }

    /**
     * Builds them; at most {@code spec.assembly.candidates} are left, those whose classes a linear probe tells apart best behind the fitted
     * stitches. A list that is no longer than that is left as it is, and nothing built.
     */
    List<Assembly> best(List<Assembly> shortlist) throws IOException {
        int count = run.spec.assembly().candidates();
        if (shortlist.size() <= count) {
            return shortlist;
        }
        Map<Assembly, Double> scores = new LinkedHashMap<>();
        for (Assembly assembly : shortlist) {
            StitchStep.Built built = stitch.built(new Candidate(run, inspect, point.named(assembly)));
            scores.put(assembly, built.proxies().stream().filter(proxy -> proxy.name().equals(Scores.PROBE)).mapToDouble(Candidates.Proxy::value).findFirst()
                    .orElse(Double.NEGATIVE_INFINITY));
        }
        return AssemblySelection.distinct(shortlist.stream().sorted(Comparator.comparingDouble((Assembly a) -> -scores.get(a))).toList(), count);
    }
}
