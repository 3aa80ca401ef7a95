package dev.reassembly.bench;

import dev.reassembly.study.KendallTau;
import java.util.List;
import java.util.function.Function;

/**
 * How far scores of the joint order the networks that share their last block as training does: Kendall's tau-b with the metric, over the fronts
 * of one back network and seed. Only such networks are compared, since they differ in nothing but what was put in place of the back's own
 * beginning.
 *
 * @param fronts how many were trained to the end
 * @param cka null where tau is not defined: fewer than two fronts, or all alike
 */
record PairAgreement(String zoo, String task, String recipe, String back, long seed, int fronts, Double cka, Double r2,
        Double probe) implements Clustered {

    /** One for each back network and seed of which any front was trained. */
    static List<PairAgreement> of(List<PairRow> rows) {
        List<PairRow> trained = rows.stream().filter(r -> r.metric() != null).toList();
        return Clustered.group(trained, r -> r.group() + " | " + r.back() + " | " + r.seed()).values().stream().map(PairAgreement::one).toList();
    }

    private static PairAgreement one(List<PairRow> fronts) {
        PairRow any = fronts.get(0);
        return new PairAgreement(any.zoo(), any.task(), any.recipe(), any.back(), any.seed(), fronts.size(), tau(fronts, PairRow::cka),
                tau(fronts, PairRow::r2), tau(fronts, PairRow::probe));
    }

    private static Double tau(List<PairRow> fronts, Function<PairRow, Double> score) {
        double tau = KendallTau.of(fronts.stream().map(score).mapToDouble(value -> value == null ? Double.NaN : value).toArray(),
                fronts.stream().mapToDouble(PairRow::metric).toArray());
        return Double.isNaN(tau) ? null : (Double) tau;
    }
}
