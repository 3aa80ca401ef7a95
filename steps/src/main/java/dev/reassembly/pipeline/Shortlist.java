package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblySelection;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.study.Scores;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of the assemblies that the programmes list a few are built, and of these those are trained that look best before training: decision 4. */
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

    /**
     * Those that are worth building: the best in both views by turns, sequences of models that differ first.
     *
     * @param pool best first, by the last block
     * @param byGains the pool of the other view; its assemblies are called {@code g01} and so on
     */
    List<Assembly> of(List<Assembly> pool, List<Assembly> byGains) {
        int count = Math.max(run.spec.assembly().built(), run.spec.assembly().candidates());
        List<Assembly> first = AssemblySelection.distinct(pool, count);
        List<Assembly> second = AssemblySelection.distinct(byGains, count);
        Map<List<BlockRef>, Assembly> chosen = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            if (i < first.size() && chosen.size() < count) {
                chosen.putIfAbsent(first.get(i).blocks(), first.get(i));
            }
            if (i < second.size() && chosen.size() < count) {
                chosen.putIfAbsent(second.get(i).blocks(), renamed(second.get(i), pool));
            }
        }
        return List.copyOf(chosen.values());
    }

    /** Under its name in the first pool, where it stands there too. */
    private static Assembly renamed(Assembly a, List<Assembly> pool) {
        return pool.stream().filter(other -> other.blocks().equals(a.blocks())).findFirst()
                .orElseGet(() -> a.named("g" + a.name().substring(1)));
    }

    /**
     * Builds them; at most {@code spec.assembly.candidates} are left, those whose classes a linear probe tells apart best behind the fitted
     * stitches. A list that is no longer than that is left as it is, and nothing built.
     */
    List<Assembly> best(List<Assembly> shortlist) throws IOException {
        int count = left(shortlist.size());
        if (count == shortlist.size()) {
            return shortlist;
        }
        Map<Assembly, Double> scores = new LinkedHashMap<>();
        for (Assembly assembly : shortlist) {
            StitchStep.Built built = stitch.built(new Candidate(run, inspect, point.named(assembly)));
            scores.put(assembly, Candidates.Proxy.of(built.proxies(), Scores.PROBE).orElse(Double.NEGATIVE_INFINITY));
        }
        return AssemblySelection.distinct(shortlist.stream().sorted(Comparator.comparingDouble((Assembly a) -> -scores.get(a))).toList(), count);
    }

    /** How many of a list {@link #best} leaves. */
    int left(int listed) {
        return Math.min(listed, run.spec.assembly().candidates());
    }
}
