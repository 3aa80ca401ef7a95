package dev.reassembly.assembly;

import java.util.List;

/** How well the classes can be told apart by the features that a network hands to its head, before it is trained. */
public final class Separability {
    private static final int FOLDS = 5;

    private Separability() {}

    /**
     * The cross-validated accuracy of a linear classifier ({@link LinearProbe}) and {@link LogMe}.
     *
     * @param features row-major [samples][channels]
     * @param labels class of each sample
     * @return no scores when the features are not finite or the same for all samples, or there are fewer samples than folds
     */
    public static List<ProxyScore> score(float[] features, int channels, int[] labels, long seed) {
        if (labels.length < FOLDS || !finite(features) || constant(features, channels)) {
            return List.of();
        }
        return List.of(new ProxyScore("probe-behind-stitch", LinearProbe.accuracy(features, channels, labels, FOLDS, seed)),
                new ProxyScore("logme-behind-stitch", LogMe.score(features, channels, labels).value()));
    }

    private static boolean finite(float[] features) {
        for (float value : features) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean constant(float[] features, int channels) {
        for (int i = channels; i < features.length; i++) {
            if (features[i] != features[i - channels]) {
                return false;
            }
        }
        return true;
    }
}
