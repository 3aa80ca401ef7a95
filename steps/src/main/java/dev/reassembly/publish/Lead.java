package dev.reassembly.publish;

/**
 * How far the best network leads the best whole network of the zoo within the budget, on the same test examples.
 *
 * @param over name of that network in the zoo
 * @param points difference of the metrics in hundredths, negative when the zoo's is better
 * @param standardError of points, from the examples as pairs
 */
public record Lead(String over, double points, double standardError) {
    /** Whether the difference, one way or the other, exceeds two standard errors: about 95 % confidence. */
    public boolean clear() {
        return Math.abs(points) > 2 * standardError;
    }
}
