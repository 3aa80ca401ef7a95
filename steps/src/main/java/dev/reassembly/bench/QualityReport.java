package dev.reassembly.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The benchmark's rows summed up in Markdown tables: everything in them is computed from the rows. */
public final class QualityReport {
    private static final double POINT = 0.01;

    private QualityReport() {}

    /** @param controls names of the rows' controls, in the order of the table */
    public static String markdown(List<QualityRow> rows, List<String> controls) {
        return "### Goals\n\n" + goals(rows) + "\n### Fronts\n\n" + QualityFronts.table(rows)
                + "\n### Leads over the best parent within the budget\n\n" + leads(rows) + "\n### What was published\n\n" + kinds(rows)
                + "\n### Against every control\n\n" + against(rows, controls) + "\n### Every task and budget\n\n" + cases(rows);
    }

    private static String goals(List<QualityRow> rows) {
        List<QualityRow> led = rows.stream().filter(r -> r.lead() != null).toList();
        List<QualityRow> between = led.stream().filter(r -> r.place().equals("between")).toList();
        return "| goal | measured |\n|---|---|\n"
                + "| no row worse than the best parent within the budget by more than two standard errors | "
                + led.stream().filter(QualityReport::isClearlyWorse).count() + " of " + led.size() + " rows are |\n"
                + "| 10 % more hypervolume than the parents' at equal training, at the budgets that a parent keeps | "
                + QualityFronts.reached(rows, false) + " |\n| the same with the budgets below every parent | " + QualityFronts.reached(rows, true)
                + " |\n| between parents' costs one point better in 80 % of the rows | "
                + between.stream().filter(r -> r.lead() >= POINT).count() + " of " + between.size() + " rows are: "
                + ClusteredMean.of(between, r -> r.lead() >= POINT ? 1.0 : 0).percent() + " |\n";
    }

    private static boolean isClearlyWorse(QualityRow row) {
        return row.lead() != null && row.lead() < -2 * row.leadError();
    }

    private static String leads(List<QualityRow> rows) {
        StringBuilder text = new StringBuilder("| zoo | recipe | budgets | rows | lead in points | at least 1 point "
                + "| worse by more than 2 standard errors |\n|---|---|---|---|---|---|---|\n");
        Map<String, List<QualityRow>> groups = Clustered.group(rows, r -> r.zoo() + " | " + r.recipe() + " | " + r.place());
        groups.put("all | all | between", rows.stream().filter(r -> r.place().equals("between")).toList());
        groups.put("all | all | on", rows.stream().filter(r -> r.place().equals("on")).toList());
        groups.forEach((name, of) -> {
            ClusteredMean lead = ClusteredMean.of(of, QualityRow::lead);
            text.append("| ").append(name).append(" | ").append(lead.rows()).append(" | ").append(lead.points()).append(" | ")
                    .append(ClusteredMean.of(of, r -> r.lead() == null ? null : r.lead() >= POINT ? 1.0 : 0).percent()).append(" | ")
                    .append(of.stream().filter(QualityReport::isClearlyWorse).count()).append(" |\n");
        });
        return text.toString();
    }

    private static String kinds(List<QualityRow> rows) {
        List<String> kinds = rows.stream().map(QualityRow::kind).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("| zoo | budgets |");
        kinds.forEach(kind -> text.append(' ').append(kind.toLowerCase(Locale.ROOT).replace('_', ' ')).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(kinds.size())).append('\n');
        Clustered.group(rows, r -> r.zoo() + " | " + r.place()).forEach((name, of) -> {
            text.append("| ").append(name).append(" |");
            kinds.forEach(kind -> text.append(' ').append(of.stream().filter(r -> r.kind().equals(kind)).count()).append(" |"));
            text.append('\n');
        });
        return text.toString();
    }

    private static String against(List<QualityRow> rows, List<String> controls) {
        List<String> zoos = rows.stream().map(QualityRow::zoo).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("| published less | ").append(String.join(" | ", zoos)).append(" |\n|---|")
                .append("---|".repeat(zoos.size()))
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
        StringBuilder text = new StringBuilder("| zoo | task | recipe | budget | seeds | best parent | published | lead in points, by seed |\n"
                + "|---|---|---|---|---|---|---|---|\n");
        Clustered.group(rows, r -> r.group() + " | " + r.budget()).forEach((name, of) -> {
            String leads = of.stream().map(r -> r.lead() == null ? "-" : String.format(Locale.ROOT, "%+.1f", 100 * r.lead()))
                    .collect(Collectors.joining(" "));
            text.append("| ").append(name).append(" | ").append(of.size()).append(" | ").append(mean(of, QualityRow::parentMetric)).append(" | ")
                    .append(mean(of, QualityRow::metric)).append(" | ").append(leads).append(" |\n");
        });
        return text.toString();
    }

    private static String mean(List<QualityRow> rows, Function<QualityRow, Double> value) {
        double mean = ClusteredMean.of(rows, value).mean();
        return Double.isNaN(mean) ? "-" : String.format(Locale.ROOT, "%.3f", mean);
    }
}
