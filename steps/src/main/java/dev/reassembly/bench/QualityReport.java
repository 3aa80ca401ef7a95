package dev.reassembly.bench;

import dev.reassembly.front.CostScale;
import dev.reassembly.front.Hypervolume;
import dev.reassembly.front.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The benchmark's rows summed up in Markdown tables: everything in them is computed from the rows. */
public final class QualityReport {
    private static final double POINT = 0.01;

    private QualityReport() {}

    /** @param controls names of the rows' controls, in the order of the table */
    public static String markdown(List<QualityRow> rows, List<String> controls) {
        return "### Fronts\n\n" + fronts(rows) + "\n### Leads over the best parent within the budget\n\n" + leads(rows) + "\n### What was published\n\n" + kinds(rows)
                + "\n### Against every control\n\n" + against(rows, controls) + "\n### Every task and budget\n\n" + cases(rows);
    }

    private static String leads(List<QualityRow> rows) {
        StringBuilder text = new StringBuilder("| zoo | recipe | budgets | rows | lead in points | at least 1 point | worse by more than 2 standard errors |\n|---|---|---|---|---|---|---|\n");
        Map<String, List<QualityRow>> groups = group(rows, r -> r.zoo() + " | " + r.recipe() + " | " + r.place());
        groups.put("all | all | between", rows.stream().filter(r -> r.place().equals("between")).toList());
        groups.put("all | all | on", rows.stream().filter(r -> r.place().equals("on")).toList());
        groups.forEach((name, of) -> {
            ClusteredMean lead = ClusteredMean.of(of, QualityRow::lead);
            text.append("| ").append(name).append(" | ").append(lead.rows()).append(" | ").append(lead.points()).append(" | ")
                    .append(ClusteredMean.of(of, r -> r.lead() == null ? null : r.lead() >= POINT ? 1.0 : 0).percent()).append(" | ")
                    .append(of.stream().filter(r -> r.lead() != null && r.lead() < -2 * r.leadError()).count()).append(" |\n");
        });
        return text.toString();
    }

    /** At the budgets of each run: the best parent that fits each, and what was published for it; with the budgets below all parents and without. */
    private static String fronts(List<QualityRow> rows) {
        StringBuilder text = new StringBuilder("| zoo | task | recipe | runs | gain in hypervolume at budgets that a parent keeps, percent | with those below |\n|---|---|---|---|---|---|\n");
        group(rows, r -> r.zoo() + " | " + r.task() + " | " + r.recipe()).forEach((name, of) -> {
            List<List<QualityRow>> runs = List.copyOf(group(of, r -> String.valueOf(r.seed())).values());
            text.append("| ").append(name).append(" | ").append(runs.size()).append(" | ").append(gains(runs, false)).append(" | ").append(gains(runs, true))
                    .append(" |\n");
        });
        return text.toString();
    }

    /** The mean over runs, then each run's gain. */
    private static String gains(List<List<QualityRow>> runs, boolean below) {
        List<Double> gains = runs.stream().map(run -> gain(run, below)).filter(Objects::nonNull).toList();
        return gains.isEmpty() ? "-" : String.format(Locale.ROOT, "%+.1f: ", gains.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
                + gains.stream().map(gain -> String.format(Locale.ROOT, "%+.1f", gain)).collect(Collectors.joining(" "));
    }

    /** Null where a budget bounds no multiply-accumulates, where nothing is left to compare, and with those below where there are none. */
    private static Double gain(List<QualityRow> run, boolean below) {
        List<QualityRow> of = run.stream().filter(r -> below || r.parentMetric() != null).toList();
        if (of.isEmpty() || of.stream().anyMatch(r -> r.budgetFlops() == null) || below && of.stream().allMatch(r -> r.parentMetric() != null)) {
            return null;
        }
        double most = of.stream().mapToLong(QualityRow::budgetFlops).max().orElseThrow();
        Hypervolume.Reference corner = new Hypervolume.Reference(2 * most, 1.0 / of.get(0).classes());
        double before = Hypervolume.of(of.stream().filter(r -> r.parentMetric() != null).map(r -> new Point(r.budget(), r.budgetFlops(), r.parentMetric())).toList(),
                corner, CostScale.LOG2);
        double after = Hypervolume.of(of.stream().map(r -> new Point(r.budget(), r.budgetFlops(), r.metric())).toList(), corner, CostScale.LOG2);
        return Hypervolume.gainPercent(before, after);
    }

    private static String kinds(List<QualityRow> rows) {
        List<String> kinds = rows.stream().map(QualityRow::kind).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("| zoo | budgets |");
        kinds.forEach(kind -> text.append(' ').append(kind.toLowerCase(Locale.ROOT).replace('_', ' ')).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(kinds.size())).append('\n');
        group(rows, r -> r.zoo() + " | " + r.place()).forEach((name, of) -> {
            text.append("| ").append(name).append(" |");
            kinds.forEach(kind -> text.append(' ').append(of.stream().filter(r -> r.kind().equals(kind)).count()).append(" |"));
            text.append('\n');
        });
        return text.toString();
    }

    private static String against(List<QualityRow> rows, List<String> controls) {
        List<String> zoos = rows.stream().map(QualityRow::zoo).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("| published less | ").append(String.join(" | ", zoos)).append(" |\n|---|").append("---|".repeat(zoos.size()))
                .append('\n');
        for (String control : controls) {
            text.append("| ").append(control.replace('_', ' ')).append(" |");
            for (String zoo : zoos) {
                ClusteredMean mean = ClusteredMean.of(rows.stream().filter(r -> r.zoo().equals(zoo)).toList(),
                        r -> r.controls().containsKey(control) ? r.metric() - r.controls().get(control) : null);
                text.append(' ').append(mean.points()).append(mean.rows() == 0 ? "" : ", n " + mean.rows()).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String cases(List<QualityRow> rows) {
        StringBuilder text = new StringBuilder("| zoo | task | recipe | budget | seeds | best parent | published | lead in points, by seed |\n|---|---|---|---|---|---|---|---|\n");
        group(rows, r -> r.zoo() + " | " + r.task() + " | " + r.recipe() + " | " + r.budget()).forEach((name, of) -> {
            String leads = of.stream().map(r -> r.lead() == null ? "-" : String.format(Locale.ROOT, "%+.1f", 100 * r.lead())).collect(Collectors.joining(" "));
            text.append("| ").append(name).append(" | ").append(of.size()).append(" | ").append(mean(of, QualityRow::parentMetric)).append(" | ")
                    .append(mean(of, QualityRow::metric)).append(" | ").append(leads).append(" |\n");
        });
        return text.toString();
    }

    private static String mean(List<QualityRow> rows, Function<QualityRow, Double> value) {
        double mean = ClusteredMean.of(rows, value).mean();
        return Double.isNaN(mean) ? "-" : String.format(Locale.ROOT, "%.3f", mean);
    }

    private static Map<String, List<QualityRow>> group(List<QualityRow> rows, Function<QualityRow, String> by) {
        return Clustered.group(rows, by);
    }
}
