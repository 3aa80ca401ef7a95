package dev.reassembly.study;

/**
 * Kendall's rank correlation tau-b (Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945). Over all pairs of
 * items, with P concordant and Q discordant ones, T tied only in x and U tied only in y:
 *
 * <pre>tau-b = (P - Q) / sqrt((P + Q + T) (P + Q + U))</pre>
 *
 * <p>It is 1 where both order all items alike, -1 where they order them in opposite ways, about 0 where neither tells anything of
 * the other. A pair that is tied in both counts for nothing; so an item that a resample holds twice is no evidence of itself.
 */
public final class KendallTau {
    private KendallTau() {}

    /**
     * @param x one value an item; NaN where it has none: such an item is left out
     * @param y as many
     * @return in [-1, 1], or NaN where x or y is the same for all items
     */
    public static double of(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " and " + y.length + " values");
        }
        long concordant = 0;
        long discordant = 0;
        long onlyX = 0;
        long onlyY = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                int a = order(x[i], x[j]);
                int b = order(y[i], y[j]);
                if (a * b > 0) {
                    concordant++;
                } else if (a * b < 0) {
                    discordant++;
                } else if (a == 0 && b != 0 && known(x[i], x[j])) {
                    onlyX++;
                } else if (a != 0 && b == 0 && known(y[i], y[j])) {
                    onlyY++;
                }
            }
        }
        double untied = concordant + discordant;
        return (concordant - discordant) / Math.sqrt((untied + onlyX) * (untied + onlyY));
    }

    /** Sign of the difference, 0 for equals and where one is not known; infinities are equal to themselves. */
    private static int order(double a, double b) {
        return a > b ? 1 : a < b ? -1 : 0;
    }

    private static boolean known(double a, double b) {
        return !Double.isNaN(a) && !Double.isNaN(b);
    }
}
