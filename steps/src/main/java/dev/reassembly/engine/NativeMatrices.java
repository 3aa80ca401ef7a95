package dev.reassembly.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.ejml.data.DMatrixRMaj;

/** Products, inverses and spectra of large matrices in double precision by the engine's BLAS and LAPACK on the CPU, ten and more times as fast as in Java. */
public final class NativeMatrices {
    private static final ScriptedOperator SPECTRUM = new ScriptedOperator("eigh");

    private NativeMatrices() {}

    /**
     * Eigenvalues and eigenvectors of a symmetric matrix.
     *
     * @param values ascending
     * @param vectors in the columns, of length 1, in the values' order
     */
    public record Spectrum(double[] values, DMatrixRMaj vectors) {}

    /** a · b for [n][k] and [k][m]. */
    public static DMatrixRMaj times(DMatrixRMaj a, DMatrixRMaj b) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            return back(of(scope, a).matMul(of(scope, b)), a.numRows, b.numCols);
        }
    }

    /** a · b' for [n][k] and [m][k]. */
    public static DMatrixRMaj timesTransposed(DMatrixRMaj a, DMatrixRMaj b) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            return back(of(scope, a).matMul(of(scope, b).transpose()), a.numRows, b.numRows);
        }
    }

    /** a' · b for [k][n] and [k][m]. */
    public static DMatrixRMaj transposedTimes(DMatrixRMaj a, DMatrixRMaj b) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            return back(of(scope, a).transpose().matMul(of(scope, b)), a.numCols, b.numCols);
        }
    }

    /** The smaller one of a · a' and a' · a: of the rows where there are fewer rows than columns, else of the columns. */
    public static DMatrixRMaj gram(DMatrixRMaj a) {
        return a.numRows < a.numCols ? timesTransposed(a, a) : transposedTimes(a, a);
    }

    /** The inverse of a regular matrix, by its LU decomposition. */
    public static DMatrixRMaj inverse(DMatrixRMaj a) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            return back(of(scope, a).inverse(), a.numRows, a.numCols);
        }
    }

    /**
     * @param a symmetric; its lower triangle is read
     * @throws IllegalArgumentException when it holds what is not finite, or the decomposition does not converge
     */
    public static Spectrum spectrum(DMatrixRMaj a) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            NDList found = SPECTRUM.apply(new NDList(of(scope, a)));
            return new Spectrum(found.get(0).toDoubleArray(), back(found.get(1), a.numRows, a.numCols));
        } catch (EngineException e) {
            throw new IllegalArgumentException("there is no eigendecomposition; is all of the matrix finite?", e);
        }
    }

    private static NDArray of(NDManager scope, DMatrixRMaj matrix) {
        return scope.create(matrix.data, new Shape(matrix.numRows, matrix.numCols));
    }

    private static DMatrixRMaj back(NDArray result, int rows, int columns) {
        return new DMatrixRMaj(rows, columns, true, result.toDoubleArray());
    }
}
