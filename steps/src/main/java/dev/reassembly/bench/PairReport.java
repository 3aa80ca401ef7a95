package dev.reassembly.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The pairs' rows summed up in Markdown tables: everything in them is computed from the rows. */
public final class PairReport {
    private static final int BEST = 5;

    private PairReport() {}

    public static String markdown(List<PairRow> rows) {
        if (rows.isEmpty()) {
            return "No pair has been measured yet.\n";
        }
        return counts(rows) + "\n### Two networks stitched, against both\n\n" + leads(rows, r -> true)
                + "\n### Pairs that cost no more than the better parent\n\n"
                + leads(rows, PairRow::isNoDearer) + "\n### The pairs with the largest leads\n\n" + best(rows)
                + "\n### What the joint tells of the metric\n\n" + agreement(rows);
    }

    private static String counts(List<PairRow> rows) {
        long trained = rows.stream().filter(r -> r.metric() != null).count();
        long impossible = rows.stream().filter(r -> r.outcome().equals("NO_STITCH")).count();
        return rows.size() + " pairs, each seed counted: " + trained + " trained, " + (rows.size() - trained - impossible) + " diverged, "
                + impossible + " without a possible stitch.\n" + (impossible == rows.size() ? "No pair of these networks can be joined.\n" : "");
    }

    private static String leads(List<PairRow> rows, Predicate<PairRow> counted) {
        StringBuilder text = new StringBuilder("| zoo | task | recipe | seeds | pairs | better than both parents | better than the worse one "
                + "| lead over the better, points |\n"
                + "|---|---|---|---|---|---|---|---|\n");
        withAll(rows, PairRow::group, (name, group) -> {
            List<PairRow> of = group.stream().filter(PairRow::isComplete).filter(counted).toList();
            ClusteredMean lead = ClusteredMean.of(of, PairRow::lead);
            text.append("| ").append(name).append(" | ").append(of.stream().map(PairRow::seed).distinct().count()).append(" | ").append(of.size())
                    .append(" | ").append(ClusteredMean.of(of, r -> r.lead() > 0 ? 1.0 : 0).percent()).append(" | ")
                    .append(ClusteredMean.of(of, r -> r.leadOverWorse() > 0 ? 1.0 : 0).percent()).append(" | ").append(lead.points()).append(" |\n");
        });
        return text.toString();
    }

    private static String best(List<PairRow> rows) {
        StringBuilder text = new StringBuilder("| zoo | task | recipe | front | back | seeds | stitched | front, whole | back, whole | lead over the better, points "
                + "| FLOPs | of the front | of the back |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        List<PairRow> complete = rows.stream().filter(PairRow::isComplete).toList();
        Clustered.group(complete, PairRow::group).forEach((name, group) -> {
            Map<String, List<PairRow>> pairs = Clustered.group(group, r -> r.front() + " | " + r.back());
            pairs.entrySet().stream().sorted(Comparator.comparingDouble(pair -> -mean(pair.getValue(), PairRow::lead))).limit(BEST).forEach(pair -> {
                List<PairRow> of = pair.getValue();
                text.append("| ").append(name).append(" | ").append(pair.getKey()).append(" | ").append(of.size())
                        .append(String.format(Locale.ROOT, " | %.3f | %.3f | %.3f | %+.1f | %s | %s | %s |%n", mean(of, PairRow::metric),
                                mean(of, PairRow::frontMetric),
                                mean(of, PairRow::backMetric), 100 * mean(of, PairRow::lead), millions(mean(of, r -> (double) r.flops())),
                                millions(mean(of, r -> (double) r.frontFlops())), millions(mean(of, r -> (double) r.backFlops()))));
            });
        });
        return text.toString();
    }

    private static String agreement(List<PairRow> rows) {
        List<PairAgreement> all = PairAgreement.of(rows);
        StringBuilder text = new StringBuilder("| zoo | task | recipe | backs and seeds | tau, CKA | tau, R² | tau, probe |\n|---|---|---|---|---|---|---|\n");
        withAll(all, PairAgreement::group, (name, of) -> text.append("| ").append(name).append(" | ").append(of.size()).append(" | ")
                .append(ClusteredMean.of(of, PairAgreement::cka).plain()).append(" | ").append(ClusteredMean.of(of, PairAgreement::r2).plain())
                .append(" | ").append(ClusteredMean.of(of, PairAgreement::probe).plain()).append(" |\n"));
        text.append("\n| zoo | task | recipe | back | seeds | fronts | tau, CKA | tau, R² | tau, probe |\n|---|---|---|---|---|---|---|---|---|\n");
        Clustered.group(all, a -> a.group() + " | " + a.back()).forEach((name, of) -> text.append("| ").append(name).append(" | ").append(of.size())
                .append(" | ").append(of.stream().mapToInt(PairAgreement::fronts).max().orElseThrow()).append(" | ").append(tau(of, PairAgreement::cka))
                .append(" | ").append(tau(of, PairAgreement::r2)).append(" | ").append(tau(of, PairAgreement::probe)).append(" |\n"));
        return text.toString();
    }

    /** Each group, then all rows together. */
    private static <R extends Clustered> void withAll(List<R> rows, Function<R, String> by, BiConsumer<String, List<R>> table) {
        Map<String, List<R>> groups = new LinkedHashMap<>(Clustered.group(rows, by));
        groups.put("all | all | all", rows);
        groups.forEach(table);
    }

    private static String tau(List<PairAgreement> of, Function<PairAgreement, Double> value) {
        double mean = mean(of, value);
        return Double.isNaN(mean) ? "-" : String.format(Locale.ROOT, "%+.2f", mean);
    }

    private static <R extends Clustered> double mean(List<R> rows, Function<R, Double> value) {
        return ClusteredMean.of(rows, value).mean();
    }

    private static String millions(double flops) {
        return String.format(Locale.ROOT, "%.2f M", flops / 1e6);
    }
}
