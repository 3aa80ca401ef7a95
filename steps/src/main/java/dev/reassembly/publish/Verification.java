package dev.reassembly.publish;

/**
 * What comparing the published file in ONNX Runtime with the training engine gave.
 *
 * @param examples test examples that both ran
 * @param worstRelativeError over their logits: largest absolute difference divided by the largest absolute logit
 * @param testMetric what the run found on the test split before it exported the network
 * @param runtimeMetric the same recomputed in ONNX Runtime from the published file alone
 */
public record Verification(int examples, double worstRelativeError, double testMetric, double runtimeMetric) {
    /** A larger error means that what would be published is not what was trained. */
    public static final double TOLERANCE = 1e-4;

    /** @throws IllegalStateException when the two disagree: nothing may then be published */
    public void requireAgreement() {
        if (!(worstRelativeError <= TOLERANCE)) {
            throw new IllegalStateException("the exported network disagrees with the trained one in ONNX Runtime: relative error "
                    + worstRelativeError + ", allowed is " + TOLERANCE);
        }
    }
}
