package dev.reassembly.assembly;

import dev.reassembly.engine.NativeMatrices;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Ridge regression from one cut's features to any targets, with an intercept that is not penalised. With G = X'X of the centred features (or XX' where
 * there are fewer samples than channels, G then in the place of X) the fitted values are H Y, where
 *
 * <pre>H = X (G + penalty)^(-1) X' + 11'/n,</pre>
 *
 * and what a fit without the samples F leaves unexplained of them is exactly (I - H_FF)^(-1) (Y - H Y)_F, the block form of
 * the leave-one-out identity (Allen's PRESS). One inverse serves all folds and all targets. The penalty is the same for all folds.
 */
final class ProxyRidge {
    private final int samples;
    private final boolean wide;
    private final DMatrixRMaj x;
    private final DMatrixRMaj gram;
    private final double trace;

    /** @param features row-major [samples][channels], finite and not all the same */
    ProxyRidge(float[] features, int samples, int channels) {
        this.samples = samples;
        this.wide = channels > samples;
        this.x = centred(features, samples, channels);
        this.gram = NativeMatrices.gram(x);
        this.trace = CommonOps_DDRM.trace(gram);
        if (!Double.isFinite(trace)) {
            throw new IllegalArgumentException("the features are not finite");
        }
        if (!(trace > 0)) {
            throw new IllegalArgumentException("the features do not vary");
        }
    }

    /** Features as doubles, minus their mean over all samples. */
    static DMatrixRMaj centred(float[] features, int samples, int channels) {
        DMatrixRMaj x = new DMatrixRMaj(samples, channels);
        for (int i = 0; i < x.data.length; i++) {
            x.data[i] = features[i];
        }
        return withoutMeans(x);
    }

    private static DMatrixRMaj withoutMeans(DMatrixRMaj rows) {
        DMatrixRMaj mean = CommonOps_DDRM.sumCols(rows, null);
        CommonOps_DDRM.divide(mean, rows.numRows);
        DMatrixRMaj centred = rows.copy();
        for (int i = 0, to = 0; i < centred.numRows; i++) {
            for (int c = 0; c < centred.numCols; c++, to++) {
                centred.data[to] -= mean.data[c];
            }
        }
        return centred;
    }

    /** The mean eigenvalue of G, of as many as may differ from 0: penalties are stated as multiples of it, so that they do not depend on the features' scale. */
    double scale() {
        return trace / Math.min(samples - 1, x.numCols);
    }

    private DMatrixRMaj inverse(double penalty) {
        DMatrixRMaj shifted = gram.copy();
        for (int i = 0; i < shifted.numRows; i++) {
            shifted.add(i, i, penalty);
        }
        return NativeMatrices.inverse(shifted);
    }

    /**
     * The penalty of {@code multiples} of {@link #scale()} with the least generalised cross-validation error (Golub, Heath and
     * Wahba, 1979), n RSS / (n - tr H)^2, summed over all targets.
     */
    double bestPenalty(DMatrixRMaj targets, double... multiples) {
        DMatrixRMaj centred = withoutMeans(targets);
        DMatrixRMaj moments = wide ? null : NativeMatrices.transposedTimes(x, centred);
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        for (double multiple : multiples) {
            double penalty = multiple * scale();
            DMatrixRMaj inverse = inverse(penalty);
            double freedom = samples - 1 - (gram.numRows - penalty * CommonOps_DDRM.trace(inverse));
            DMatrixRMaj residuals = residuals(centred, moments, inverse, penalty);
            double error = CommonOps_DDRM.dot(flat(residuals), flat(residuals)) / (freedom * freedom);
            if (error < least) {
                least = error;
                best = penalty;
            }
        }
        return best;
    }

    /**
     * Of centred targets, with nothing held out.
     *
     * @param moments X' times them, which only the tall case needs
     */
    private DMatrixRMaj residuals(DMatrixRMaj centred, DMatrixRMaj moments, DMatrixRMaj inverse, double penalty) {
        if (wide) {
            DMatrixRMaj residuals = NativeMatrices.times(inverse, centred);
            CommonOps_DDRM.scale(penalty, residuals);
            return residuals;
        }
        DMatrixRMaj weights = NativeMatrices.times(inverse, moments);
        DMatrixRMaj residuals = centred.copy();
        CommonOps_DDRM.subtractEquals(residuals, NativeMatrices.times(x, weights));
        return residuals;
    }

    /** I - H, [samples][samples]. */
    private DMatrixRMaj unexplained(double penalty) {
        DMatrixRMaj inverse = inverse(penalty);
        DMatrixRMaj unexplained;
        if (wide) {
            unexplained = inverse;
            CommonOps_DDRM.scale(penalty, unexplained);
        } else {
            unexplained = NativeMatrices.timesTransposed(NativeMatrices.times(x, inverse), x);
            CommonOps_DDRM.changeSign(unexplained);
            for (int i = 0; i < samples; i++) {
                unexplained.add(i, i, 1);
            }
        }
        CommonOps_DDRM.add(unexplained, -1.0 / samples, unexplained);
        return unexplained;
    }

    /** What fits without each fold leave unexplained of that fold's rows. {@code targets} is [samples][any]. */
    DMatrixRMaj heldOutResiduals(DMatrixRMaj targets, double penalty, List<int[]> folds) {
        DMatrixRMaj unexplained = unexplained(penalty);
        DMatrixRMaj residuals = NativeMatrices.times(unexplained, targets);
        folds.forEach(fold -> unfit(residuals, unexplained, fold));
        return residuals;
    }

    /** The matrix that takes any targets to their held-out residuals, [samples][samples]. */
    DMatrixRMaj residualOperator(double penalty, List<int[]> folds) {
        DMatrixRMaj unexplained = unexplained(penalty);
        DMatrixRMaj operator = unexplained.copy();
        folds.forEach(fold -> unfit(operator, unexplained, fold));
        return operator;
    }

    private void unfit(DMatrixRMaj residuals, DMatrixRMaj unexplained, int[] fold) {
        DMatrixRMaj block = new DMatrixRMaj(fold.length, fold.length);
        for (int i = 0; i < fold.length; i++) {
            for (int j = 0; j < fold.length; j++) {
                block.set(i, j, unexplained.get(fold[i], fold[j]));
            }
        }
        LinearSolverDense<DMatrixRMaj> cholesky = LinearSolverFactory_DDRM.chol(fold.length);
        DMatrixRMaj inverse = new DMatrixRMaj(fold.length, fold.length);
        if (!cholesky.setA(block)) {
            throw new IllegalArgumentException("the penalty is too small for these features");
        }
        cholesky.invert(inverse);
        DMatrixRMaj solved = NativeMatrices.times(inverse, rows(residuals, fold));
        for (int i = 0; i < fold.length; i++) {
            System.arraycopy(solved.data, i * solved.numCols, residuals.data, fold[i] * solved.numCols, solved.numCols);
        }
    }

    private static DMatrixRMaj rows(DMatrixRMaj matrix, int[] indices) {
        DMatrixRMaj picked = new DMatrixRMaj(indices.length, matrix.numCols);
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(matrix.data, indices[i] * matrix.numCols, picked.data, i * matrix.numCols, matrix.numCols);
        }
        return picked;
    }

    private static DMatrixRMaj flat(DMatrixRMaj matrix) {
        return DMatrixRMaj.wrap(matrix.getNumElements(), 1, matrix.data);
    }
}
