package dev.reassembly.similarity;

import dev.reassembly.failure.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cuts of one or several models as rows of a tall matrix: a row is a cut's triangles one minibatch after the other, times a power of two
 * that brings its Euclidean norm near 1, which costs no digits and keeps single precision from over- or underflowing. The inner product of
 * two rows over the product of their norms is their CKA: the sums of HSIC over the minibatches and the square root below the fraction are all
 * in it.
 */
final class GramRows {
    /** Powers of two that single precision has, the first below its normal numbers. */
    private static final int LEAST_POWER = -149;
    private static final int MOST_POWER = 127;
    private static final int CHUNK = 1 << 12;

    private final List<List<float[]>> rows = new ArrayList<>();
    private final double[] norms;
    private final float[] scales;

    GramRows(List<CutGrams> models) {
        models.forEach(model -> rows.addAll(model.grams()));
        double[] squares = rows.stream().parallel().mapToDouble(GramRows::squares).toArray();
        norms = new double[squares.length];
        scales = new float[squares.length];
        int row = 0;
        for (CutGrams model : models) {
            for (int cut = 1; cut <= model.cuts(); cut++, row++) {
                require(squares[row], "model " + model.model() + ", cut " + cut);
                double norm = Math.sqrt(squares[row]);
                scales[row] = Math.scalb(1f, Math.max(LEAST_POWER, Math.min(MOST_POWER, -Math.getExponent(norm))));
                norms[row] = norm * scales[row];
            }
        }
    }

    int size() {
        return rows.size();
    }

    int minibatches() {
        return rows.get(0).size();
    }

    /** Euclidean norm of a row as {@link #fill} writes it. */
    double norm(int row) {
        return norms[row];
    }

    /** Number of values in each triangle. */
    int length() {
        return rows.get(0).get(0).length;
    }

    /** Writes the columns {@code from} to {@code to} of one minibatch, row-major, from the buffer's position 0 on. */
    void fill(FloatBuffer target, int minibatch, int from, int to) {
        int width = to - from;
        IntStream.range(0, rows.size()).parallel().forEach(row -> {
            float[] triangle = rows.get(row).get(minibatch);
            float scale = scales[row];
            float[] chunk = new float[Math.min(CHUNK, width)];
            for (int at = 0; at < width; at += chunk.length) {
                int count = Math.min(chunk.length, width - at);
                System.arraycopy(triangle, from + at, chunk, 0, count);
                for (int i = 0; i < count; i++) {
                    chunk[i] *= scale;
                }
                target.put(row * width + at, chunk, 0, count);
            }
        });
    }

    private static double squares(List<float[]> row) {
        // Four sums that need not wait for one another.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (float[] triangle : row) {
            int i = triangle.length & 3;
            for (int j = 0; j < i; j++) {
                a += (double) triangle[j] * triangle[j];
            }
            for (; i < triangle.length; i += 4) {
                a += (double) triangle[i] * triangle[i];
                b += (double) triangle[i + 1] * triangle[i + 1];
                c += (double) triangle[i + 2] * triangle[i + 2];
                d += (double) triangle[i + 3] * triangle[i + 3];
            }
        }
        return a + b + (c + d);
    }

    private static void require(double squares, String subject) {
        if (!Double.isFinite(squares)) {
            throw new InvalidInputException(subject, "its features hold values that are NaN, infinite or too large for single"
                    + " precision; every feature must be finite");
        }
        if (squares == 0) {
            throw new InvalidInputException(subject, "its features are the same for every probe sample, so nothing can be"
                    + " compared with them; leave the model out or check its preprocessing");
        }
    }
}
