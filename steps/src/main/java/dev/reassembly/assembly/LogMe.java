package dev.reassembly.assembly;

import dev.reassembly.engine.NativeMatrices;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * LogME (You, Liu, Wang and Long, "LogME: practical assessment of pre-trained models for transfer learning", ICML 2021): the
 * largest log evidence, per sample, of a Bayesian linear model with prior N(0, 1/alpha) and noise 1/beta that explains a class'
 * one-hot labels by the features, averaged over the classes.
 */
public final class LogMe {
    private static final double NEGLIGIBLE = 1e-12;
    private static final int MAX_STEPS = 500;
    private static final double CONVERGED = 1e-8;

    private LogMe() {}

    /**
     * @param features row-major [samples][channels], finite and not all zero
     * @param labels class of each sample
     */
    public static ProxyScore score(float[] features, int channels, int[] labels) {
        int n = labels.length;
        DMatrixRMaj f = new DMatrixRMaj(n, channels);
        for (int i = 0; i < f.data.length; i++) {
            f.data[i] = features[i];
        }
        boolean wide = channels > n;
        DMatrixRMaj gram = NativeMatrices.gram(f);
        NativeMatrices.Spectrum spectrum = NativeMatrices.spectrum(gram);
        double largest = spectrum.values()[gram.numRows - 1];
        int negligible = (int) Arrays.stream(spectrum.values()).filter(value -> !(value > NEGLIGIBLE * largest)).count();
        double[] sigma = Arrays.copyOfRange(spectrum.values(), negligible, gram.numRows);
        int classes = 1 + IntStream.of(labels).max().orElseThrow();
        double sum = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            DMatrixRMaj y = new DMatrixRMaj(n, 1);
            for (int i = 0; i < n; i++) {
                y.data[i] = labels[i] == k ? 1 : 0;
            }
            if (CommonOps_DDRM.elementSum(y) > 0) {
                sum += evidence(energies(f, y, spectrum.vectors(), sigma, wide), sigma, CommonOps_DDRM.elementSum(y), n, channels);
                present++;
            }
        }
        return new ProxyScore("logme", sum / present);
    }

    /** Squared coordinates of y along the left singular vectors of the features, those of the largest singular values. */
    private static double[] energies(DMatrixRMaj f, DMatrixRMaj y, DMatrixRMaj vectors, double[] sigma, boolean wide) {
        DMatrixRMaj target = y;
        if (!wide) {
            target = new DMatrixRMaj(f.numCols, 1);
            CommonOps_DDRM.multTransA(f, y, target);
        }
        DMatrixRMaj along = new DMatrixRMaj(vectors.numCols, 1);
        CommonOps_DDRM.multTransA(vectors, target, along);
        double[] energies = new double[sigma.length];
        for (int i = 0; i < sigma.length; i++) {
            double coordinate = along.data[vectors.numCols - sigma.length + i];
            energies[i] = coordinate * coordinate / (wide ? 1 : sigma[i]);
        }
        return energies;
    }

    /** The fixed-point iteration of the paper's algorithm 1 (MacKay's), in the features' singular basis. */
    private static double evidence(double[] energies, double[] sigma, double squares, int n, int channels) {
        double outside = squares;
        for (double energy : energies) {
            outside -= energy;
        }
        outside = Math.max(outside, 0);
        double alpha = 1;
        double beta = 1;
        double weights = 0;
        double residual = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            double gamma = 0;
            weights = 0;
            residual = outside;
            for (int i = 0; i < sigma.length; i++) {
                double precision = alpha + beta * sigma[i];
                gamma += beta * sigma[i] / precision;
                weights += beta * beta * sigma[i] * energies[i] / (precision * precision);
                residual += energies[i] * alpha * alpha / (precision * precision);
            }
            double nextAlpha = gamma / (weights + 1e-300);
            double nextBeta = (n - gamma) / (residual + 1e-12);
            boolean done = Math.abs(nextAlpha - alpha) <= CONVERGED * alpha && Math.abs(nextBeta - beta) <= CONVERGED * beta;
            alpha = Math.min(nextAlpha, 1e12);
            beta = nextBeta;
            if (done) {
                break;
            }
        }
        return logEvidence(alpha, beta, energies, sigma, outside, n, channels) / n;
    }

    private static double logEvidence(double alpha, double beta, double[] energies, double[] sigma, double outside, int n,
            int channels) {
        double weights = 0;
        double residual = outside;
        double logDeterminant = (channels - sigma.length) * Math.log(alpha);
        for (int i = 0; i < sigma.length; i++) {
            double precision = alpha + beta * sigma[i];
            logDeterminant += Math.log(precision);
            weights += beta * beta * sigma[i] * energies[i] / (precision * precision);
            residual += energies[i] * alpha * alpha / (precision * precision);
        }
        return (n * Math.log(beta) + channels * Math.log(alpha) - n * Math.log(2 * Math.PI) - beta * residual - alpha * weights
                - logDeterminant) / 2;
    }
}
