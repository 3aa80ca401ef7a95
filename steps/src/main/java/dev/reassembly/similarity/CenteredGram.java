package dev.reassembly.similarity;

/**
 * The U-centred linear Gram matrix of one minibatch of features.
 *
 * <p>For features x_1..x_b the Gram matrix is K_ij = x_i·x_j with its diagonal set to zero. U-centring (Szekely and Rizzo,
 * "Partial distance correlation", 2014, section 2) takes r_i = sum of row i and T = sum of all r_i and gives, for i != j,
 *
 * <pre>K~_ij = K_ij - r_i / (b - 2) - r_j / (b - 2) + T / ((b - 1)(b - 2))</pre>
 *
 * and zero on the diagonal. The unbiased estimate of HSIC of two such matrices (Song et al., "Feature selection via
 * dependence maximization", 2012, equation 5) is then the plain inner product of K~ and L~ over b (b - 3).
 */
public final class CenteredGram {
    /** The fewest samples for which HSIC's unbiased estimate is defined. */
    public static final int MIN_BATCH = 4;

    private CenteredGram() {}

    /** Number of values in the strict upper triangle of a b x b matrix. */
    public static int length(int batch) {
        return Math.toIntExact((long) batch * (batch - 1) / 2);
    }

    /**
     * Computes in double precision; needs 8 (b c + b^2) bytes while it runs.
     *
     * @param features row-major [samples][channels]
     * @param firstRow the first sample of the minibatch
     * @param batch number of samples b, at least {@link #MIN_BATCH}
     * @return the strict upper triangle, row-major, {@link #length} values; exactly zero where the features do not vary, not
     *     finite where they are not
     */
    public static float[] of(float[] features, int firstRow, int batch, int channels) {
        if (batch < MIN_BATCH) {
            throw new IllegalArgumentException("a minibatch has at least " + MIN_BATCH + " samples, not " + batch);
        }
        double[] centred = centred(features, firstRow, batch, channels);
        double[] gram = new double[batch * batch];
        for (int c = 0; c < channels; c++) {
            int column = c * batch;
            for (int i = 0; i < batch; i++) {
                double left = centred[column + i];
                int row = i * batch;
                for (int j = i + 1; j < batch; j++) {
                    gram[row + j] += left * centred[column + j];
                }
            }
        }
        return uCentred(gram, batch);
    }

    /**
     * Channel-major features minus their mean. The result does not depend on this translation, but without it a large common
     * offset would eat the digits of the products. Taking the first sample away first makes a constant channel exactly zero.
     */
    private static double[] centred(float[] features, int firstRow, int batch, int channels) {
        double[] centred = new double[Math.multiplyExact(batch, channels)];
        for (int i = 0; i < batch; i++) {
            int row = (firstRow + i) * channels;
            int origin = firstRow * channels;
            for (int c = 0; c < channels; c++) {
                centred[c * batch + i] = (double) features[row + c] - features[origin + c];
            }
        }
        for (int column = 0; column < centred.length; column += batch) {
            double mean = 0;
            for (int i = 0; i < batch; i++) {
                mean += centred[column + i];
            }
            mean /= batch;
            for (int i = 0; i < batch; i++) {
                centred[column + i] -= mean;
            }
        }
        return centred;
    }

    private static float[] uCentred(double[] upper, int batch) {
        double[] rows = new double[batch];
        double total = 0;
        for (int i = 0; i < batch; i++) {
            for (int j = i + 1; j < batch; j++) {
                double value = upper[i * batch + j];
                rows[i] += value;
                rows[j] += value;
                total += 2 * value;
            }
        }
        double grand = total / ((batch - 1.0) * (batch - 2.0));
        float[] packed = new float[length(batch)];
        int at = 0;
        for (int i = 0; i < batch; i++) {
            for (int j = i + 1; j < batch; j++) {
                packed[at++] = (float) (upper[i * batch + j] - (rows[i] + rows[j]) / (batch - 2.0) + grand);
            }
        }
        return packed;
    }
}
