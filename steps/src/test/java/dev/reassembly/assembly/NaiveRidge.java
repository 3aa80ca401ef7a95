package dev.reassembly.assembly;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Ridge regression refitted from nothing for every fold, by the normal equations with an explicit unpenalised intercept. */
final class NaiveRidge {
    private NaiveRidge() {}

    /** Held-out residuals [samples][targets]. */
    static DMatrixRMaj heldOut(DMatrixRMaj x, DMatrixRMaj y, double penalty, List<int[]> folds) {
        DMatrixRMaj residuals = new DMatrixRMaj(y.numRows, y.numCols);
        for (int[] fold : folds) {
            int[] train = IntStream.range(0, x.numRows).filter(i -> IntStream.of(fold).noneMatch(j -> j == i)).toArray();
            DMatrixRMaj design = design(x, train);
            DMatrixRMaj targets = rows(y, train);
            DMatrixRMaj normal = new DMatrixRMaj(design.numCols, design.numCols);
            CommonOps_DDRM.multTransA(design, design, normal);
            for (int i = 1; i < normal.numRows; i++) {
                normal.add(i, i, penalty);
            }
            DMatrixRMaj right = new DMatrixRMaj(design.numCols, y.numCols);
            CommonOps_DDRM.multTransA(design, targets, right);
            DMatrixRMaj weights = new DMatrixRMaj(design.numCols, y.numCols);
            if (!CommonOps_DDRM.solve(normal, right, weights)) {
                throw new IllegalStateException("singular");
            }
            DMatrixRMaj fitted = CommonOps_DDRM.mult(design(x, fold), weights, null);
            for (int i = 0; i < fold.length; i++) {
                for (int k = 0; k < y.numCols; k++) {
                    residuals.set(fold[i], k, y.get(fold[i], k) - fitted.get(i, k));
                }
            }
        }
        return residuals;
    }

    private static DMatrixRMaj design(DMatrixRMaj x, int[] indices) {
        DMatrixRMaj design = new DMatrixRMaj(indices.length, x.numCols + 1);
        for (int i = 0; i < indices.length; i++) {
            design.set(i, 0, 1);
            for (int c = 0; c < x.numCols; c++) {
                design.set(i, c + 1, x.get(indices[i], c));
            }
        }
        return design;
    }

    private static DMatrixRMaj rows(DMatrixRMaj matrix, int[] indices) {
        DMatrixRMaj picked = new DMatrixRMaj(indices.length, matrix.numCols);
        for (int i = 0; i < indices.length; i++) {
            for (int c = 0; c < matrix.numCols; c++) {
                picked.set(i, c, matrix.get(indices[i], c));
            }
        }
        return picked;
    }
}
