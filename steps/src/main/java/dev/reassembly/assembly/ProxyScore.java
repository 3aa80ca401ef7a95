package dev.reassembly.assembly;

/**
 * A training-free prediction of how well a network will do: larger is better.
 *
 * @param name what was computed, for example {@code naswot}
 * @param value comparable only between networks scored on the same samples; never NaN
 */
public record ProxyScore(String name, double value) {
    public ProxyScore {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("the score " + name + " is not a number");
        }
    }
}
