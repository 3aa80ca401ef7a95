package dev.reassembly.similarity;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The U-centred linear Gram matrices of features, one a minibatch.
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

    /** The native memory that minibatches take whose products are formed in one call; a larger minibatch has a call of its own. */
    static final long GROUP_BYTES = 64L << 20;

    private CenteredGram() {}

    /** Number of values in the strict upper triangle of a b x b matrix. */
    public static int length(int batch) {
        return Math.toIntExact((long) batch * (batch - 1) / 2);
    }

    /**
     * Computes in single precision; needs {@link #GROUP_BYTES} of native memory while it runs, or
     * 4 (b c + b^2) bytes if that is more.
     *
     * @param features row-major [samples][channels]
     * @param samples how many of its rows count; those after the last whole minibatch have no Gram
     * @param batch number of samples b a minibatch, at least {@link #MIN_BATCH}
     * @return for each minibatch the strict upper triangle, row-major, {@link #length} values; exactly zero where the features do not
     *     vary, not finite where they are not
     */
    public static List<float[]> of(float[] features, int samples, int batch, int channels) {
        return of(features, samples, batch, channels, GROUP_BYTES);
    }

    static List<float[]> of(float[] features, int samples, int batch, int channels, long groupBytes) {
        if (batch < MIN_BATCH) {
            throw new IllegalArgumentException("a minibatch has at least " + MIN_BATCH + " samples, not " + batch);
        }
        int minibatches = samples / batch;
        int group = (int) Math.max(1, Math.min(minibatches, groupBytes / (4L * batch * (channels + batch))));
        List<float[]> triangles = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (int first = 0; first < minibatches; first += group) {
                triangles.addAll(group(manager, features, first, Math.min(group, minibatches - first), batch, channels));
            }
        }
        return triangles;
    }

    private static List<float[]> group(NDManager parent, float[] features, int first, int count, int batch, int channels) {
        try (NDManager manager = parent.newSubManager()) {
            // Memory of the engine's own: its alignment is always the same, and with it the order in which products are summed.
            NDArray centred = manager.create(new Shape(count, batch, channels));
            FloatBuffer rows = centred.toByteBuffer(true).asFloatBuffer();
            IntStream.range(0, count).parallel().forEach(m -> centre(features, (first + m) * batch, batch, channels, rows, m * batch));
            FloatBuffer products = centred.matMul(centred.transpose(0, 2, 1)).toByteBuffer(true).asFloatBuffer();
            return IntStream.range(0, count).parallel().mapToObj(m -> uCentred(products, m * batch * batch, batch)).toList();
        }
    }

    /**
     * Features minus their mean. The result does not depend on this translation, so the mean need not be exact, but without it a
     * large common offset would eat the digits of the products. Differences from the first sample make a constant channel exactly
     * zero. Rows are copied out, because the compiler vectorises loops whose arrays all have the same index.
     */
    private static void centre(float[] features, int firstRow, int batch, int channels, FloatBuffer target, int targetRow) {
        float[] first = Arrays.copyOfRange(features, firstRow * channels, (firstRow + 1) * channels);
        float[] mean = new float[channels];
        float[] row = new float[channels];
        for (int i = 1; i < batch; i++) {
            System.arraycopy(features, (firstRow + i) * channels, row, 0, channels);
            for (int c = 0; c < channels; c++) {
                mean[c] += row[c] - first[c];
            }
        }
        for (int c = 0; c < channels; c++) {
            mean[c] = first[c] + mean[c] / batch;
        }
        for (int i = 0; i < batch; i++) {
            System.arraycopy(features, (firstRow + i) * channels, row, 0, channels);
            for (int c = 0; c < channels; c++) {
                row[c] -= mean[c];
            }
            target.put((targetRow + i) * channels, row);
        }
    }

    private static float[] uCentred(FloatBuffer products, int from, int batch) {
        // Sums of columns, which are those of rows, because a row at a time adds to all of them.
        float[] shares = new float[batch];
        float[] row = new float[batch];
        for (int i = 0; i < batch; i++) {
            products.get(from + i * batch, row);
            row[i] = 0;
            for (int j = 0; j < batch; j++) {
                shares[j] += row[j];
            }
        }
        double total = 0;
        for (int i = 0; i < batch; i++) {
            total += shares[i];
            shares[i] /= batch - 2;
        }
        float grand = (float) (total / ((batch - 1.0) * (batch - 2.0)));
        float[] packed = new float[length(batch)];
        int at = 0;
        for (int i = 0; i < batch; i++) {
            products.get(from + i * batch, row);
            float shift = grand - shares[i];
            for (int j = 0; j < batch; j++) {
                row[j] += shift - shares[j];
            }
            System.arraycopy(row, i + 1, packed, at, batch - i - 1);
            at += batch - i - 1;
        }
        return packed;
    }
}
