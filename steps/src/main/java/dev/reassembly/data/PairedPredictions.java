package dev.reassembly.data;

import java.util.SplittableRandom;

/**
 * What two networks said of the same examples. Both mostly err on the same ones, so the difference of their metrics is known better
 * than each metric is.
 *
 * @param labels true class of each example
 * @param first predicted by the first network; {@code classes} where its logits are no numbers
 * @param second predicted by the second
 */
public record PairedPredictions(int[] labels, int[] first, int[] second, int classes) {
    private static final int RESAMPLES = 1000;

    public PairedPredictions {
        if (first.length != labels.length || second.length != labels.length) {
            throw new IllegalArgumentException(first.length + " and " + second.length + " predictions for " + labels.length + " examples");
        }
    }

    /**
     * Standard error of the difference of two accuracies on n examples, of which b are right in the first network alone and c in the
     * second alone: sqrt(b + c - (b - c)² / n) / n (Agresti, Categorical Data Analysis, 3rd edition, 11.1; the pairs are those of McNemar's test).
     */
    public double accuracyStandardError() {
        double n = labels.length;
        int either = 0;
        int difference = 0;
        for (int i = 0; i < labels.length; i++) {
            int lead = (first[i] == labels[i] ? 1 : 0) - (second[i] == labels[i] ? 1 : 0);
            either += Math.abs(lead);
            difference += lead;
        }
        return Math.sqrt(either - difference * (difference / n)) / n;
    }

    /**
     * Standard error of the difference of two macro F1 by the bootstrap (Efron and Tibshirani 1993, chapter 6): the standard deviation of the
     * difference over 1000 draws of n of the examples with replacement, both networks judged on the same draw.
     *
     * @param seed of the draws
     */
    public double macroF1StandardError(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] draw = new int[labels.length];
        double mean = 0;
        double squares = 0;
        for (int b = 1; b <= RESAMPLES; b++) {
            for (int i = 0; i < draw.length; i++) {
                draw[i] = random.nextInt(draw.length);
            }
            // Welford's update.
            double deviation = macroF1(draw, first) - macroF1(draw, second) - mean;
            mean += deviation / b;
            squares += deviation * deviation * (b - 1) / b;
        }
        return Math.sqrt(squares / (RESAMPLES - 1));
    }

    /** As {@link Confusion#macroF1}, without its table: there may be a thousand classes. */
    private double macroF1(int[] draw, int[] predicted) {
        int[] right = new int[classes];
        int[] either = new int[classes + 1];
        for (int example : draw) {
            either[labels[example]]++;
            either[predicted[example]]++;
            if (labels[example] == predicted[example]) {
                right[labels[example]]++;
            }
        }
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < classes; c++) {
            if (either[c] > 0) {
                sum += 2.0 * right[c] / either[c];
                occurring++;
            }
        }
        return sum / occurring;
    }
}
