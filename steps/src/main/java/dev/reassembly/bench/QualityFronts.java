package dev.reassembly.bench;

import dev.reassembly.front.CostScale;
import dev.reassembly.front.Hypervolume;
import dev.reassembly.front.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * By how much the front of what each run published exceeds its parents', at the budgets of the run: the best parent that fits each, and what
 * was published for it. A budget that no parent keeps counts apart, since the parents have no area there.
 */
final class QualityFronts {
    private static final double WANTED = 10;

    private QualityFronts() {}

    static String table(List<QualityRow> rows) {
        StringBuilder text = new StringBuilder("| zoo | task | recipe | runs | gain in hypervolume at budgets that a parent keeps, percent | with those below |\n"
                + "|---|---|---|---|---|---|\n");
        Clustered.group(rows, QualityRow::group).forEach((name, of) -> text.append("| ").append(name).append(" | ")
                .append(runs(of).size()).append(" | ").append(listed(gains(of, false))).append(" | ").append(listed(gains(of, true))).append(" |\n"));
        return text.toString();
    }

    /** How many runs gain what is wanted. */
    static String reached(List<QualityRow> rows, boolean below) {
        List<Double> gains = gains(rows, below);
        return gains.isEmpty() ? "-" : String.format(Locale.ROOT, "%d of %d runs do, the mean is %+.1f %%", gains.stream().filter(gain -> gain >= WANTED).count(),
                gains.size(), mean(gains));
    }

    /** The mean, then each run's. */
    private static String listed(List<Double> gains) {
        return gains.isEmpty() ? "-" : String.format(Locale.ROOT, "%+.1f: ", mean(gains))
                + gains.stream().map(gain -> String.format(Locale.ROOT, "%+.1f", gain)).collect(Collectors.joining(" "));
    }

    private static double mean(List<Double> gains) {
        return gains.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static List<Double> gains(List<QualityRow> rows, boolean below) {
        return runs(rows).stream().map(run -> gain(run, below)).filter(Objects::nonNull).toList();
    }

    private static List<List<QualityRow>> runs(List<QualityRow> rows) {
        return new ArrayList<>(Clustered.group(rows, r -> r.group() + " | " + r.seed()).values());
    }

    /** Null where a budget bounds no multiply-accumulates, where nothing is left to compare, and with those below where there are none. */
    private static Double gain(List<QualityRow> run, boolean below) {
        List<QualityRow> of = run.stream().filter(r -> below || r.parentMetric() != null).toList();
        if (of.isEmpty() || of.stream().anyMatch(r -> r.budgetFlops() == null) || below && of.stream().allMatch(r -> r.parentMetric() != null)) {
            return null;
        }
        double most = of.stream().mapToLong(QualityRow::budgetFlops).max().orElseThrow();
        Hypervolume.Reference corner = new Hypervolume.Reference(2 * most, 1.0 / of.get(0).classes());
        double before = Hypervolume.of(of.stream().filter(r -> r.parentMetric() != null)
                .map(r -> new Point(r.budget(), r.budgetFlops(), r.parentMetric())).toList(), corner, CostScale.LOG2);
        double after = Hypervolume.of(of.stream().map(r -> new Point(r.budget(), r.budgetFlops(), r.metric())).toList(), corner, CostScale.LOG2);
        return Hypervolume.gainPercent(before, after);
    }
}
