package dev.reassembly.similarity;

/** Straight from the published formulas in double precision, one pair at a time: what the fast way is compared with. */
public final class NaiveCka {
    private NaiveCka() {}

    /** Sum over whole minibatches of HSIC_1, over the square root of the sums of the two with themselves. */
    public static double cka(float[] x, int channelsX, float[] y, int channelsY, int batch) {
        int minibatches = x.length / channelsX / batch;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int m = 0; m < minibatches; m++) {
            double[][] k = gram(x, m * batch, batch, channelsX);
            double[][] l = gram(y, m * batch, batch, channelsY);
            xy += hsic(k, l);
            xx += hsic(k, k);
            yy += hsic(l, l);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** Equation 5 of Song et al. (2012), by its three terms, of Gram matrices whose diagonals are zero. */
    public static double hsic(double[][] k, double[][] l) {
        int n = k.length;
        double trace = 0;
        double sumK = 0;
        double sumL = 0;
        double chain = 0;
        for (int i = 0; i < n; i++) {
            double rowK = 0;
            double rowL = 0;
            for (int j = 0; j < n; j++) {
                trace += k[i][j] * l[j][i];
                rowK += k[i][j];
                rowL += l[i][j];
            }
            sumK += rowK;
            sumL += rowL;
            chain += rowK * rowL;
        }
        return (trace + sumK * sumL / ((n - 1.0) * (n - 2.0)) - 2 * chain / (n - 2.0)) / (n * (n - 3.0));
    }

    /** Inner products of the rows without their mean (which HSIC_1 does not see), zero on the diagonal. */
    public static double[][] gram(float[] features, int firstRow, int batch, int channels) {
        double[] mean = new double[channels];
        for (int i = 0; i < batch; i++) {
            for (int c = 0; c < channels; c++) {
                mean[c] += features[(firstRow + i) * channels + c] / (double) batch;
            }
        }
        double[][] gram = new double[batch][batch];
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < batch; j++) {
                for (int c = 0; c < channels && i != j; c++) {
                    gram[i][j] += (features[(firstRow + i) * channels + c] - mean[c])
                            * (features[(firstRow + j) * channels + c] - mean[c]);
                }
            }
        }
        return gram;
    }
}
