package dev.reassembly.similarity;

import dev.reassembly.failure.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The cuts of one or several models as rows of a tall matrix: a row is a cut's triangles one minibatch after the other,
 * divided by the row's Euclidean norm. The inner product of two rows is then their CKA: the sums of HSIC over the minibatches
 * and the square root below the fraction are all in it. Dividing first also keeps single precision from over- or underflowing.
 */
final class GramRows {
    private final List<List<float[]>> rows = new ArrayList<>();
    private final List<Double> inverseNorms = new ArrayList<>();

    GramRows(List<CutGrams> models) {
        for (CutGrams model : models) {
            for (int cut = 1; cut <= model.cuts(); cut++) {
                List<float[]> row = model.grams().get(cut - 1);
                rows.add(row);
                inverseNorms.add(1 / norm(row, model.model(), cut));
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

    /** Writes the columns {@code from} to {@code to} of one minibatch, row-major, at the buffer's position 0. */
    void fill(FloatBuffer target, int minibatch, int from, int to) {
        target.clear();
        float[] scaled = new float[to - from];
        for (int row = 0; row < rows.size(); row++) {
            float[] triangle = rows.get(row).get(minibatch);
            double factor = inverseNorms.get(row);
            for (int i = from; i < to; i++) {
                scaled[i - from] = (float) (triangle[i] * factor);
            }
            target.put(scaled);
        }
        target.flip();
    }

    private static double norm(List<float[]> row, String model, int cut) {
        double sum = 0;
        for (float[] triangle : row) {
            for (float value : triangle) {
                sum += (double) value * value;
            }
        }
        String subject = "model " + model + ", cut " + cut;
        if (!Double.isFinite(sum)) {
            throw new InvalidInputException(subject, "its features hold values that are NaN, infinite or too large for single"
                    + " precision; every feature must be finite");
        }
        if (sum == 0) {
            throw new InvalidInputException(subject, "its features are the same for every probe sample, so nothing can be"
                    + " compared with them; leave the model out or check its preprocessing");
        }
        return Math.sqrt(sum);
    }
}
