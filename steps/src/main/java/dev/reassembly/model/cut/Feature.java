package dev.reassembly.model.cut;

/**
 * What passes at a cut, without the batch dimension.
 *
 * @param layout how the axes are read
 * @param channels feature width
 * @param height map height, or the number of tokens; -1 when it depends on the input (text)
 * @param width map width; 1 for tokens and vectors
 * @param classToken whether token 0 is a class token and the others form a square grid
 */
public record Feature(Layout layout, long channels, long height, long width, boolean classToken) {
    /** INPUT is the raw network input at cut 0, which has no feature to compare. */
    public enum Layout {
        INPUT, NCHW, NHWC, TOKENS, VECTOR
    }

    public static final Feature INPUT = new Feature(Layout.INPUT, 0, 0, 0, false);

    /** Axes of the tensor, the batch's among them. */
    public int rank() {
        return switch (layout) {
            case NCHW, NHWC -> 4;
            case TOKENS -> 3;
            case VECTOR -> 2;
            case INPUT -> throw new IllegalStateException("what enters a network may have any rank");
        };
    }
}
