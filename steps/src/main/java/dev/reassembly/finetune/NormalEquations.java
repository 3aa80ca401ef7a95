package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.ejml.data.DMatrixRMaj;

/**
 * Second moments of pairs of rows (x, y), from which an affine least-squares map follows, and its error on other rows as
 * well. Products are summed on the device in double precision. Memory: (a+1)(a+b+1) + b doubles for rows of a and b numbers,
 * however many rows there are.
 */
final class NormalEquations implements AutoCloseable {
    private final NDManager manager;
    private final int inputs;
    private final int outputs;
    /** [a+1, a+1]: products of (x, 1) with itself; the last entry counts rows. */
    private final NDArray xx;
    /** [a+1, b]: products of (x, 1) with y. */
    private final NDArray xy;
    /** [b]: sums of y squared. */
    private final NDArray yy;

    NormalEquations(NDManager owner, int inputs, int outputs) {
        manager = owner.newSubManager();
        this.inputs = inputs;
        this.outputs = outputs;
        xx = manager.zeros(new Shape(inputs + 1, inputs + 1), DataType.FLOAT64);
        xy = manager.zeros(new Shape(inputs + 1, outputs), DataType.FLOAT64);
        yy = manager.zeros(new Shape(outputs), DataType.FLOAT64);
    }

    /**
     * Adds rows.
     *
     * @param x float [n, a]
     * @param y float [n, b]
     * @param kept float [n, 1], 1 for rows that count and 0 for padding, or null when all count
     */
    void add(NDArray x, NDArray y, NDArray kept) {
        try (NDManager scope = manager.newSubManager()) {
            x.attach(scope);
            y.attach(scope);
            NDArray weight = kept == null ? scope.ones(new Shape(x.getShape().get(0), 1)) : kept;
            // Excluded rows may hold anything, infinities too: they are replaced, not multiplied by zero.
            NDArray left = clean(x, kept).concat(weight, 1).toType(DataType.FLOAT64, false);
            NDArray right = clean(y, kept).toType(DataType.FLOAT64, false);
            NDArray transposed = left.transpose();
            xx.addi(transposed.matMul(left));
            xy.addi(transposed.matMul(right));
            yy.addi(right.square().sum(new int[] {0}));
        }
    }

    private static NDArray clean(NDArray rows, NDArray kept) {
        return kept == null ? rows : NDArrays.where(kept.gt(0).broadcast(rows.getShape()), rows, rows.zerosLike());
    }

    /** Adds the moments of another set of rows. */
    void add(NormalEquations other) {
        xx.addi(other.xx);
        xy.addi(other.xy);
        yy.addi(other.yy);
    }

    Moments moments() {
        return new Moments(new DMatrixRMaj(inputs + 1, inputs + 1, true, xx.toDoubleArray()),
                new DMatrixRMaj(inputs + 1, outputs, true, xy.toDoubleArray()), yy.toDoubleArray());
    }

    @Override
    public void close() {
        manager.close();
    }

    /** The sums on the host, with the layout of the fields above. */
    record Moments(DMatrixRMaj xx, DMatrixRMaj xy, double[] yy) {
        int inputs() {
            return xx.numRows - 1;
        }

        int outputs() {
            return xy.numCols;
        }

        double rows() {
            return xx.get(inputs(), inputs());
        }

        /** Sum over rows and outputs of (y - mean y)^2. */
        double variation() {
            double sum = 0;
            for (int j = 0; j < yy.length; j++) {
                double total = xy.get(inputs(), j);
                sum += yy[j] - total * total / rows();
            }
            return sum;
        }
    }
}
