package dev.reassembly.finetune;

/**
 * The ridge penalty, out of a few, whose map explains most on rows that were held out.
 *
 * @param penalty relative to the mean variance of a channel
 * @param explained R^2 on the held-out rows of the map fitted without them
 */
record RidgeChoice(double penalty, double explained) {
    private static final double[] PENALTIES = {1e-5, 1e-3, 1e-2, 1e-1, 1};

    /** Where nothing that varies was held out, the largest penalty, and the share explained is not a number. */
    static RidgeChoice of(NormalEquations.Moments fitted, NormalEquations.Moments held) {
        if (held.rows() == 0 || !(held.variation() > 0)) {
            return new RidgeChoice(PENALTIES[PENALTIES.length - 1], Double.NaN);
        }
        RidgeChoice best = null;
        for (double penalty : PENALTIES) {
            RidgeChoice choice = new RidgeChoice(penalty, AffineMap.ridge(fitted, penalty).explained(held));
            if (best == null || choice.explained() > best.explained()) {
                best = choice;
            }
        }
        return best;
    }
}
