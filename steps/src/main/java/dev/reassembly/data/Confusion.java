package dev.reassembly.data;

import java.nio.FloatBuffer;

/** Counts of true against predicted classes, and the task metrics that follow from them. Not thread safe. */
public final class Confusion {
    private final int classes;
    /** [true class][predicted class]; the last column counts predictions that are no number (a diverged network). */
    private final long[][] counts;

    public Confusion(int classes) {
        this.classes = classes;
        this.counts = new long[classes][classes + 1];
    }

    /** Adds examples from logits [n, classes], row-major from the buffer's position on, which is left where it was. */
    public void add(FloatBuffer logits, int[] labels) {
        if (logits.remaining() < labels.length * classes) {
            throw new IllegalArgumentException(logits.remaining() + " logits for " + labels.length + " x " + classes);
        }
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]][argmax(logits, logits.position() + i * classes, classes)]++;
        }
    }

    public void add(int label, int predicted) {
        counts[label][predicted]++;
    }

    /** The class of the largest of one example's logits, the first of equal ones; how many there are when one is not a number. */
    public static int predicted(float[] logits) {
        return argmax(FloatBuffer.wrap(logits), 0, logits.length);
    }

    private static int argmax(FloatBuffer logits, int start, int classes) {
        int best = 0;
        for (int c = 0; c < classes; c++) {
            float logit = logits.get(start + c);
            if (Float.isNaN(logit)) {
                return classes;
            }
            best = logit > logits.get(start + best) ? c : best;
        }
        return best;
    }

    /** Number of examples added. */
    public long total() {
        long total = 0;
        for (int c = 0; c < classes; c++) {
            total += actual(c);
        }
        return total;
    }

    /** Examples of class {@code label} that were given class {@code predicted}. */
    public long count(int label, int predicted) {
        return counts[label][predicted];
    }

    /** Share of examples whose class was predicted; NaN without examples. */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < classes; c++) {
            right += counts[c][c];
        }
        return (double) right / total();
    }

    /** Standard error of the accuracy as a binomial proportion: sqrt(p (1 - p) / n). */
    public double accuracyStandardError() {
        double p = accuracy();
        return Math.sqrt(p * (1 - p) / total());
    }

    /**
     * Unweighted mean of F1 = 2 TP / (2 TP + FP + FN) over the classes that occur, as true or as predicted ones; NaN without
     * examples.
     */
    public double macroF1() {
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < classes; c++) {
            long either = actual(c) + predicted(c);
            if (either > 0) {
                sum += 2.0 * counts[c][c] / either;
                occurring++;
            }
        }
        return sum / occurring;
    }

    /**
     * Standard error of macro F1 by the delta method. With p_ij = n_ij / n multinomial and F_k = 2 p_kk / D_k, where D_k is the
     * sum of row k and column k, an example of class i that was given class j has the influence
     * <pre>
     * psi_ij = 1/C sum over k in {i, j} of (2 [i = j = k] - F_k ([i = k] + [j = k])) / D_k
     * </pre>
     * on the mean over the C classes that occur; it has mean 0, so the variance is the mean of psi_ij^2 over the examples,
     * divided by n. NaN without examples.
     */
    public double macroF1StandardError() {
        int occurring = 0;
        for (int c = 0; c < classes; c++) {
            occurring += actual(c) + predicted(c) > 0 ? 1 : 0;
        }
        double squares = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j <= classes; j++) {
                if (counts[i][j] > 0) {
                    double influence = i == j ? 2 * pull(i, true) : pull(i, false) + (j < classes ? pull(j, false) : 0);
                    squares += counts[i][j] * influence * influence;
                }
            }
        }
        return Math.sqrt(squares) / occurring;
    }

    /** The influence on F_k, divided by n, of having class k once: as an example's own or as the one that it was given. */
    private double pull(int k, boolean right) {
        double either = actual(k) + predicted(k);
        double f1 = 2.0 * counts[k][k] / either;
        return ((right ? 1 : 0) - f1) / either;
    }

    private long actual(int label) {
        long sum = 0;
        for (long count : counts[label]) {
            sum += count;
        }
        return sum;
    }

    private long predicted(int label) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[label];
        }
        return sum;
    }
}
