package dev.reassembly.bench;

/**
 * Two networks stitched under one seed, beside both of them whole. Metrics are the task's, on the test split; null stands for what is not
 * known.
 *
 * @param front the network whose first block it starts with
 * @param back the network whose last block it ends with
 * @param blocks both blocks, as people read them
 * @param outcome TRAINED, DIVERGED or NO_STITCH
 * @param cka similarity of the output of the first block and the true input of the last
 * @param r2 what the fitted stitch explains on examples that were held out
 * @param probe accuracy of a linear probe on the untrained network's last features
 * @param metric null where nothing was trained to the end
 * @param frontMetric of the whole front network; null where its training diverged
 * @param backMetric of the whole back network; null where its training diverged
 * @param parameters with stitch and head
 * @param flops multiply-accumulates for one sample, with stitch and head
 * @param frontFlops of the whole front network, with its new head
 * @param backFlops of the whole back network, with its new head
 */
public record PairRow(String zoo, String task, String recipe, long seed, String front, String back, String blocks, String outcome, double cka,
        Double r2, Double probe, Double metric, Double frontMetric, Double backMetric, Long parameters, Long flops, long frontFlops,
        long backFlops) implements Clustered {

    /** What tells rows apart. */
    public record Case(String zoo, String task, String recipe, long seed, String front, String back) {}

    Case key() {
        return new Case(zoo, task, recipe, seed, front, back);
    }

    /** Whether the pair and both parents were trained to the end. */
    boolean isComplete() {
        return metric != null && frontMetric != null && backMetric != null;
    }

    /** Over the better of both parents; of a complete row. */
    double lead() {
        return metric - Math.max(frontMetric, backMetric);
    }

    /** Over the worse of both parents; of a complete row. */
    double leadOverWorse() {
        return metric - Math.min(frontMetric, backMetric);
    }

    /** Whether it costs no more multiply-accumulates than the better of both parents, the cheaper one of equals; of a complete row. */
    boolean isNoDearer() {
        int order = Double.compare(frontMetric, backMetric);
        return flops <= (order > 0 ? frontFlops : order < 0 ? backFlops : Math.min(frontFlops, backFlops));
    }
}
