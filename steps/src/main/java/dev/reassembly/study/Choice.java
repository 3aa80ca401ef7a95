package dev.reassembly.study;

/** What it costs to trust a score's order of networks when one of them, or three, are to be chosen. Equals are chosen by lot. */
public final class Choice {
    private Choice() {}

    /**
     * Top-1 regret: the best accuracy less the expected accuracy of the network that the score puts first.
     *
     * @param scores one a network, NaN where there is none: such a network is never chosen
     * @return at least 0; NaN where no score is known
     */
    public static double regret(double[] scores, double[] accuracies) {
        double[] chosen = chances(scores, 1);
        double best = Double.NEGATIVE_INFINITY;
        double expected = 0;
        double total = 0;
        for (int i = 0; i < scores.length; i++) {
            best = Math.max(best, accuracies[i]);
            expected += chosen[i] * accuracies[i];
            total += chosen[i];
        }
        return total == 0 ? Double.NaN : best - expected;
    }

    /**
     * The chance to find one of the {@code count} best among the {@code count} that the score puts first: the expected size of what
     * both lists share, over {@code count}. A score that knows nothing has {@code count} over the number of networks.
     */
    public static double found(double[] scores, double[] accuracies, int count) {
        double[] chosen = chances(scores, count);
        double[] best = chances(accuracies, count);
        double shared = 0;
        for (int i = 0; i < scores.length; i++) {
            shared += chosen[i] * best[i];
        }
        return shared / Math.min(count, scores.length);
    }

    /** The chance of each item to be among the first {@code count} when equals are put in order by lot. */
    private static double[] chances(double[] values, int count) {
        double[] chances = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int above = 0;
            int equal = 0;
            for (double other : values) {
                above += other > values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            chances[i] = equal == 0 ? 0 : Math.max(0, Math.min(equal, count - above)) / (double) equal;
        }
        return chances;
    }
}
