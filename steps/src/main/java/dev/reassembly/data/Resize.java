package dev.reassembly.data;

/**
 * Bilinear resizing with antialiasing, in float: every output sample is a weighted mean of input samples under a triangle
 * centred at its place, whose half width is one input pixel when enlarging and the ratio of the sizes when shrinking (so that
 * no input pixel is skipped). Weights beyond the edges are left out and the others scaled to sum to 1. The definition is that
 * of the resampling filter BILINEAR of common imaging libraries.
 */
final class Resize {
    private static final int CHANNELS = 3;

    private Resize() {}

    /** Samples 0..255 of the resized picture, row-major height x width x 3. */
    static float[] bilinear(Example.Image image, int height, int width) {
        Taps across = Taps.of(image.width(), width);
        Taps down = Taps.of(image.height(), height);
        float[] wide = new float[image.height() * width * CHANNELS];
        for (int y = 0, to = 0; y < image.height(); y++) {
            int row = y * image.width() * CHANNELS;
            for (int x = 0; x < width; x++, to += CHANNELS) {
                horizontally(image.rgb(), row + across.first[x] * CHANNELS, across.weights[x], wide, to);
            }
        }
        float[] result = new float[height * width * CHANNELS];
        int stride = width * CHANNELS;
        for (int y = 0; y < height; y++) {
            float[] weights = down.weights[y];
            for (int k = 0; k < weights.length; k++) {
                int from = (down.first[y] + k) * stride;
                for (int i = 0; i < stride; i++) {
                    result[y * stride + i] += weights[k] * wide[from + i];
                }
            }
        }
        return result;
    }

    private static void horizontally(byte[] rgb, int start, float[] weights, float[] out, int to) {
        float red = 0;
        float green = 0;
        float blue = 0;
        int from = start;
        for (float weight : weights) {
            red += weight * (rgb[from] & 0xff);
            green += weight * (rgb[from + 1] & 0xff);
            blue += weight * (rgb[from + 2] & 0xff);
            from += CHANNELS;
        }
        out[to] = red;
        out[to + 1] = green;
        out[to + 2] = blue;
    }

    /** For each output place: the first input sample that counts, and the weights from there on. */
    private record Taps(int[] first, float[][] weights) {
        static Taps of(int from, int to) {
            double ratio = (double) from / to;
            double reach = Math.max(1, ratio);
            int[] first = new int[to];
            float[][] weights = new float[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * ratio;
                first[i] = Math.max(0, (int) (centre - reach + 0.5));
                int end = Math.min(from, (int) (centre + reach + 0.5));
                double[] exact = new double[end - first[i]];
                double sum = 0;
                for (int k = 0; k < exact.length; k++) {
                    exact[k] = Math.max(0, 1 - Math.abs(first[i] + k + 0.5 - centre) / reach);
                    sum += exact[k];
                }
                weights[i] = new float[exact.length];
                for (int k = 0; k < exact.length; k++) {
                    weights[i][k] = (float) (exact[k] / sum);
                }
            }
            return new Taps(first, weights);
        }
    }
}
