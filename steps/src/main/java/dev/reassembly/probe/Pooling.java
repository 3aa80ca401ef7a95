package dev.reassembly.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.model.cut.Feature;

/**
 * One vector a sample from what passes at a cut: the mean over a map, over the tokens that are not padding, or over the tokens
 * of a picture's grid without the class token. Vectors stay as they are.
 */
final class Pooling {
    private Pooling() {}

    /**
     * @param value the cut's tensor, batch first
     * @param mask int64 [n, tokens], 1 where a token is no padding; null where there is no padding
     * @return float [n, channels], attached to the manager of {@code value}
     */
    static NDArray pool(NDArray value, Feature feature, NDArray mask) {
        Shape shape = value.getShape();
        return switch (feature.layout()) {
            case INPUT -> throw new IllegalArgumentException("the raw input has no features");
            case VECTOR -> value.reshape(shape.get(0), feature.channels());
            case NCHW -> value.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
            case NHWC -> value.reshape(shape.get(0), -1, shape.get(shape.dimension() - 1)).mean(new int[] {1});
            case TOKENS -> tokens(value, feature, mask);
        };
    }

    private static NDArray tokens(NDArray value, Feature feature, NDArray mask) {
        if (feature.classToken()) {
            return value.get(":, 1:").mean(new int[] {1});
        }
        if (mask == null) {
            return value.mean(new int[] {1});
        }
        NDArray weights = mask.toType(DataType.FLOAT32, true).expandDims(2);
        return value.mul(weights).sum(new int[] {1}).div(weights.sum(new int[] {1}));
    }
}
