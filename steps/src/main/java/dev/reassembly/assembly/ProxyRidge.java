package dev.reassembly.assembly;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Ridge regression from one cut's features to any targets, with an intercept that is not penalised. One eigendecomposition
 * X'X = V S V' of the centred features (or of XX' where there are fewer samples than channels) serves all penalties, all folds
 * and all targets: with U = X V S^(-1/2) the fitted values are H Y, where
 *
 * <pre>H = U diag(s / (s + penalty)) U' + 11'/n,</pre>
 *
 * and what a fit without the samples F leaves unexplained of them is exactly (I - H_FF)^(-1) (Y - H Y)_F, the block form of
 * the leave-one-out identity (Allen's PRESS). The penalty is the same for all folds.
 */
final class ProxyRidge {
    /** Directions below this part of the largest eigenvalue are rounding noise. */
    private static final double NEGLIGIBLE = 1e-12;

    private final int samples;
    private final double[] eigenvalues;
    private final DMatrixRMaj basis;

    /** @param features row-major [samples][channels], finite and not all the same */
    ProxyRidge(float[] features, int samples, int channels) {
        this.samples = samples;
        DMatrixRMaj x = centred(features, samples, channels);
        boolean wide = channels > samples;
        DMatrixRMaj gram = new DMatrixRMaj(0, 0);
        if (wide) {
            CommonOps_DDRM.multTransB(x, x, gram);
        } else {
            CommonOps_DDRM.multTransA(x, x, gram);
        }
        int size = gram.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (!eigen.decompose(gram)) {
            throw new IllegalArgumentException("the features have no eigendecomposition; are they finite?");
        }
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
        }
        if (!(largest > 0)) {
            throw new IllegalArgumentException("the features do not vary");
        }
        double floor = NEGLIGIBLE * largest;
        int[] kept = IntStream.range(0, size).filter(i -> eigen.getEigenvalue(i).getReal() > floor).toArray();
        this.eigenvalues = new double[kept.length];
        DMatrixRMaj vectors = new DMatrixRMaj(size, kept.length);
        for (int i = 0; i < kept.length; i++) {
            eigenvalues[i] = eigen.getEigenvalue(kept[i]).getReal();
            CommonOps_DDRM.insert(eigen.getEigenVector(kept[i]), vectors, 0, i);
        }
        this.basis = wide ? vectors : left(x, vectors, eigenvalues);
    }

    private static DMatrixRMaj left(DMatrixRMaj x, DMatrixRMaj right, double[] eigenvalues) {
        DMatrixRMaj left = CommonOps_DDRM.mult(x, right, null);
        double[] scale = new double[eigenvalues.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = 1 / Math.sqrt(eigenvalues[i]);
        }
        CommonOps_DDRM.multCols(left, scale);
        return left;
    }

    /** Features as doubles, minus their mean over all samples. */
    static DMatrixRMaj centred(float[] features, int samples, int channels) {
        DMatrixRMaj x = new DMatrixRMaj(samples, channels);
        double[] mean = new double[channels];
        for (int i = 0; i < samples * channels; i++) {
            x.data[i] = features[i];
            mean[i % channels] += features[i];
        }
        for (int i = 0; i < x.data.length; i++) {
            x.data[i] -= mean[i % channels] / samples;
        }
        return x;
    }

    /** The mean eigenvalue: penalties are stated as multiples of it, so that they do not depend on the features' scale. */
    double scale() {
        double sum = 0;
        for (double eigenvalue : eigenvalues) {
            sum += eigenvalue;
        }
        return sum / eigenvalues.length;
    }

    /**
     * The penalty of {@code multiples} of {@link #scale()} with the least generalised cross-validation error (Golub, Heath and
     * Wahba, 1979), n RSS / (n - tr H)^2, summed over all targets.
     */
    double bestPenalty(DMatrixRMaj targets, double... multiples) {
        DMatrixRMaj centred = targets.copy();
        double[] mean = columnMeans(targets);
        for (int i = 0; i < centred.data.length; i++) {
            centred.data[i] -= mean[i % centred.numCols];
        }
        DMatrixRMaj along = new DMatrixRMaj(eigenvalues.length, targets.numCols);
        CommonOps_DDRM.multTransA(basis, centred, along);
        double total = CommonOps_DDRM.dot(flat(centred), flat(centred));
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        for (double multiple : multiples) {
            double penalty = multiple * scale();
            double residual = total;
            double freedom = samples - 1.0;
            for (int i = 0; i < eigenvalues.length; i++) {
                double shrink = eigenvalues[i] / (eigenvalues[i] + penalty);
                freedom -= shrink;
                for (int k = 0; k < along.numCols; k++) {
                    residual -= shrink * (2 - shrink) * along.get(i, k) * along.get(i, k);
                }
            }
            double error = residual / (freedom * freedom);
            if (error < least) {
                least = error;
                best = penalty;
            }
        }
        return best;
    }

    /** What fits without each fold leave unexplained of that fold's rows. {@code targets} is [samples][any]. */
    DMatrixRMaj heldOutResiduals(DMatrixRMaj targets, double penalty, List<int[]> folds) {
        double[] shrink = shrink(penalty);
        DMatrixRMaj along = new DMatrixRMaj(shrink.length, targets.numCols);
        CommonOps_DDRM.multTransA(basis, targets, along);
        CommonOps_DDRM.multRows(shrink, along);
        DMatrixRMaj residuals = targets.copy();
        CommonOps_DDRM.multAdd(-1, basis, along, residuals);
        double[] mean = columnMeans(targets);
        for (int i = 0; i < residuals.data.length; i++) {
            residuals.data[i] -= mean[i % residuals.numCols];
        }
        folds.forEach(fold -> unfit(residuals, shrink, fold));
        return residuals;
    }

    /** The matrix that takes any targets to their held-out residuals, [samples][samples]. */
    DMatrixRMaj residualOperator(NDManager manager, double penalty, List<int[]> folds) {
        double[] shrink = shrink(penalty);
        DMatrixRMaj weighted = basis.copy();
        CommonOps_DDRM.multCols(weighted, shrink);
        DMatrixRMaj operator = ProxyProducts.timesTransposed(manager, weighted, basis);
        for (int i = 0; i < operator.data.length; i++) {
            operator.data[i] = -operator.data[i] - 1.0 / samples;
        }
        for (int i = 0; i < samples; i++) {
            operator.add(i, i, 1);
        }
        folds.forEach(fold -> unfit(operator, shrink, fold));
        return operator;
    }

    private double[] shrink(double penalty) {
        double[] shrink = new double[eigenvalues.length];
        for (int i = 0; i < shrink.length; i++) {
            shrink[i] = eigenvalues[i] / (eigenvalues[i] + penalty);
        }
        return shrink;
    }

    private void unfit(DMatrixRMaj residuals, double[] shrink, int[] fold) {
        DMatrixRMaj rows = rows(basis, fold);
        DMatrixRMaj weighted = rows.copy();
        CommonOps_DDRM.multCols(weighted, shrink);
        DMatrixRMaj block = new DMatrixRMaj(fold.length, fold.length);
        CommonOps_DDRM.multTransB(-1, weighted, rows, block);
        CommonOps_DDRM.add(block, -1.0 / samples, block);
        for (int i = 0; i < fold.length; i++) {
            block.add(i, i, 1);
        }
        LinearSolverDense<DMatrixRMaj> cholesky = LinearSolverFactory_DDRM.chol(fold.length);
        if (!cholesky.setA(block)) {
            throw new IllegalArgumentException("the penalty is too small for these features");
        }
        DMatrixRMaj inFold = rows(residuals, fold);
        DMatrixRMaj solved = new DMatrixRMaj(fold.length, residuals.numCols);
        cholesky.solve(inFold, solved);
        for (int i = 0; i < fold.length; i++) {
            System.arraycopy(solved.data, i * solved.numCols, residuals.data, fold[i] * solved.numCols, solved.numCols);
        }
    }

    private double[] columnMeans(DMatrixRMaj targets) {
        double[] mean = new double[targets.numCols];
        for (int i = 0; i < targets.data.length; i++) {
            mean[i % mean.length] += targets.data[i] / samples;
        }
        return mean;
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
