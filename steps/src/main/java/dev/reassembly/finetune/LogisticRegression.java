package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression with an L2 penalty l on all weights W [d, c]: the minimum of
 * <pre>
 * f(W) = -1/n sum_i log softmax(z_i W)[y_i] + l/2 |W|^2
 * </pre>
 * which is unique. Found by Newton's method, each step by conjugate gradients (truncated Newton; Nash 2000) and halved until f
 * falls enough (Armijo). At most {@link #MOST_PRODUCTS} products with the Hessian; what is reached by then is taken.
 *
 * <p>Memory in doubles: n d for the rows, n c four times, d c nine times.
 */
final class LogisticRegression implements AutoCloseable {
    static final int MOST_PRODUCTS = 100;
    /** Largest 2-norm of the gradient at which the minimum counts as found, for rows of features of about unit size. */
    private static final double TOLERANCE = 1e-6;
    private static final double SUFFICIENT = 1e-4;
    private static final double SHORTEST_STEP = 1e-9;

    private final NDManager manager;
    private final NDArray rows;
    private final NDArray columns;
    private final int[] labels;
    private final int classes;

    /**
     * @param rows z, of equal length
     * @param labels y, class indices
     */
    LogisticRegression(NDManager owner, List<double[]> rows, int[] labels, int classes) {
        manager = owner.newSubManager();
        int features = rows.get(0).length;
        double[] flat = new double[Math.multiplyExact(rows.size(), features)];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * features, features);
        }
        this.rows = manager.create(flat, new Shape(rows.size(), features));
        this.columns = this.rows.transpose();
        this.labels = labels.clone();
        this.classes = classes;
    }

    /** @param start W to begin with, [d, c] row by row; not changed */
    double[] fit(double penalty, double[] start) {
        double[] weights = start.clone();
        double[] probabilities = new double[labels.length * classes];
        double value = value(weights, penalty, probabilities);
        int products = MOST_PRODUCTS;
        while (products > 0) {
            double[] gradient = gradient(weights, penalty, probabilities);
            double norm = Math.sqrt(dot(gradient, gradient));
            if (norm <= TOLERANCE) {
                break;
            }
            double[] direction = new double[weights.length];
            products -= solve(gradient, penalty, probabilities, Math.min(0.1, norm) * norm, products, direction);
            double slope = dot(gradient, direction);
            double step = 1;
            double[] next = moved(weights, step, direction);
            double reached = value(next, penalty, probabilities);
            while (!(reached <= value + SUFFICIENT * step * slope) && step > SHORTEST_STEP) {
                step /= 2;
                next = moved(weights, step, direction);
                reached = value(next, penalty, probabilities);
            }
            if (!(reached < value)) {
                break;
            }
            weights = next;
            value = reached;
        }
        return weights;
    }

    /** The mean of -log softmax(z_i W)[y_i], in nats. */
    double crossEntropy(double[] weights) {
        return value(weights, 0, new double[labels.length * classes]);
    }

    /** f, leaving softmax(z W) in {@code probabilities}. */
    private double value(double[] weights, double penalty, double[] probabilities) {
        double[] logits = times(rows, weights);
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            int from = i * classes;
            double largest = Arrays.stream(logits, from, from + classes).max().orElseThrow();
            double sum = 0;
            for (int k = from; k < from + classes; k++) {
                probabilities[k] = Math.exp(logits[k] - largest);
                sum += probabilities[k];
            }
            for (int k = from; k < from + classes; k++) {
                probabilities[k] /= sum;
            }
            loss += Math.log(sum) + largest - logits[from + labels[i]];
        }
        return loss / labels.length + penalty / 2 * dot(weights, weights);
    }

    private double[] gradient(double[] weights, double penalty, double[] probabilities) {
        double[] errors = probabilities.clone();
        for (int i = 0; i < labels.length; i++) {
            errors[i * classes + labels[i]] -= 1;
        }
        return penalised(errors, penalty, weights);
    }

    /** The Hessian at W times V: with A = z V, z' (P A - P (P . A)) / n + l V. */
    private double[] curvature(double[] probabilities, double penalty, double[] direction) {
        double[] change = times(rows, direction);
        for (int from = 0; from < change.length; from += classes) {
            double mean = 0;
            for (int k = from; k < from + classes; k++) {
                mean += probabilities[k] * change[k];
            }
            for (int k = from; k < from + classes; k++) {
                change[k] = probabilities[k] * (change[k] - mean);
            }
        }
        return penalised(change, penalty, direction);
    }

    private double[] penalised(double[] byRow, double penalty, double[] weights) {
        double[] result = times(columns, byRow);
        for (int k = 0; k < result.length; k++) {
            result[k] = result[k] / labels.length + penalty * weights[k];
        }
        return result;
    }

    /** Conjugate gradients for Hessian times direction = -gradient; returns the number of products used. */
    private int solve(double[] gradient, double penalty, double[] probabilities, double target, int most, double[] direction) {
        double[] residual = new double[gradient.length];
        axpy(-1, gradient, residual);
        double[] search = residual.clone();
        double squared = dot(residual, residual);
        int used = 0;
        while (used < most && Math.sqrt(squared) > target) {
            double[] curved = curvature(probabilities, penalty, search);
            used++;
            double length = squared / dot(search, curved);
            axpy(length, search, direction);
            axpy(-length, curved, residual);
            double remaining = dot(residual, residual);
            for (int k = 0; k < search.length; k++) {
                search[k] = residual[k] + remaining / squared * search[k];
            }
            squared = remaining;
        }
        return used;
    }

    private double[] times(NDArray left, double[] right) {
        // What is read from a device leaves a copy with its manager.
        try (NDManager scope = manager.newSubManager()) {
            NDArray product = left.matMul(scope.create(right, new Shape(right.length / classes, classes)));
            product.attach(scope);
            return product.toDoubleArray();
        }
    }

    private static double[] moved(double[] from, double step, double[] direction) {
        double[] to = from.clone();
        axpy(step, direction, to);
        return to;
    }

    private static void axpy(double factor, double[] x, double[] y) {
        for (int k = 0; k < x.length; k++) {
            y[k] += factor * x[k];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    @Override
    public void close() {
        manager.close();
    }
}
