package dev.reassembly.finetune;

/** log softmax(z / T) in double precision, finite for all finite logits z. */
final class LogSoftmax {
    private LogSoftmax() {}

    static double[] of(float[] logits, double temperature) {
        double normaliser = normaliser(logits, temperature);
        double[] log = new double[logits.length];
        for (int k = 0; k < log.length; k++) {
            log[k] = logits[k] / temperature - normaliser;
        }
        return log;
    }

    /** log of the sum of exp(z / T): what all z / T are too large by to be logarithms of probabilities. */
    static double normaliser(float[] logits, double temperature) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit / temperature);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit / temperature - largest);
        }
        return Math.log(sum) + largest;
    }
}
