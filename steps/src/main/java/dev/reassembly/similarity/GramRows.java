package dev.reassembly.similarity;

import dev.reassembly.failure.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cuts of one or several models as rows of a tall matrix: a row is a cut's triangles one minibatch after the other,
 * divided by the row's Euclidean norm. The inner product of two rows is then their CKA: the sums of HSIC over the minibatches
 * and the square root below the fraction are all in it. Dividing first also keeps single precision from over- or underflowing.
 */
final class GramRows {
    private final List<List<float[]>> rows = new ArrayList<>();
    private final double[] inverseNorms;

    GramRows(List<CutGrams> models) {
        models.forEach(model -> rows.addAll(model.grams()));
        double[] squares = rows.stream().parallel().mapToDouble(GramRows::squares).toArray();
        inverseNorms = new double[squares.length];
        int row = 0;
        for (CutGrams model : models) {
            for (int cut = 1; cut <= model.cuts(); cut++, row++) {
                require(squares[row], "model " + model.model() + ", cut " + cut);
                inverseNorms[row] = 1 / Math.sqrt(squares[row]);
            }
        }
    }

    int size() {
        return rows.size();
    }

    int minibatches() {
        return rows.get(0).size();
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
            double factor = inverseNorms[row];
            float[] scaled = new float[width];
            for (int i = 0; i < width; i++) {
                scaled[i] = (float) (triangle[from + i] * factor);
            }
            target.put(row * width, scaled);
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
