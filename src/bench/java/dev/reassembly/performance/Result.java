package dev.reassembly.performance;

/**
 * One figure of one row, measured.
 *
 * @param peer null where there is none, or it does not report the figure
 * @param ratio how many times as good as the peer's; null without a peer
 * @param goal in words, empty when there is none
 * @param met null when there is no goal, or its peer was not measured
 */
record Result(String row, String figure, String unit, Spread ours, Spread peer, Double ratio, String goal, Boolean met) {
    static Result of(String row, Figure figure, Spread ours, Spread peer) {
        Double against = peer == null ? null : peer.median();
        return new Result(row, figure.name(), figure.unit(), ours, peer, against == null ? null : figure.ratio(ours.median(), against), figure.goal(),
                figure.met(ours.median(), against));
    }

    boolean same(Result other) {
        return row.equals(other.row) && figure.equals(other.figure);
    }
}
