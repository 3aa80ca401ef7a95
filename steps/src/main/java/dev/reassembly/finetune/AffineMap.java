package dev.reassembly.finetune;

import dev.reassembly.failure.StepFailedException;
import dev.reassembly.engine.NativeMatrices;
import dev.reassembly.model.graph.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;

/**
 * y = x weight + bias.
 *
 * @param weight [a, b]
 * @param bias [b]
 */
record AffineMap(DMatrixRMaj weight, double[] bias) {
    /** From a stitch's tensors, float [a, b] and [b]. */
    static AffineMap of(Tensor weight, Tensor bias) {
        DMatrixRMaj matrix = new DMatrixRMaj(weight.shape().get(0).intValue(), weight.shape().get(1).intValue());
        read(weight, matrix.data);
        double[] offsets = new double[matrix.numCols];
        read(bias, offsets);
        return new AffineMap(matrix, offsets);
    }

    Tensor weightTensor() {
        return tensor(weight.data, (long) weight.numRows, (long) weight.numCols);
    }

    Tensor biasTensor() {
        return tensor(bias, (long) bias.length);
    }

    private static void read(Tensor tensor, double[] values) {
        FloatBuffer floats = tensor.data().asFloatBuffer();
        for (int i = 0; i < values.length; i++) {
            values[i] = floats.get(i);
        }
    }

    private static Tensor tensor(double[] values, Long... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.ofFloats(List.of(shape), floats);
    }

    /**
     * Ridge regression with an intercept that is not penalised: with centred moments S, weight = (S_xx + l I)^-1 S_xy in
     * double precision, where l = {@code relative} times the mean of S_xx's diagonal.
     */
    static AffineMap ridge(NormalEquations.Moments moments, double relative) {
        int a = moments.inputs();
        int b = moments.outputs();
        double n = moments.rows();
        DMatrixRMaj xx = new DMatrixRMaj(a, a);
        DMatrixRMaj xy = new DMatrixRMaj(a, b);
        double trace = 0;
        for (int i = 0; i < a; i++) {
            double mean = moments.xx().get(i, a) / n;
            for (int j = 0; j < a; j++) {
                xx.set(i, j, moments.xx().get(i, j) - mean * moments.xx().get(a, j));
            }
            for (int j = 0; j < b; j++) {
                xy.set(i, j, moments.xy().get(i, j) - mean * moments.xy().get(a, j));
            }
            trace += xx.get(i, i);
        }
        // A feature that never varies still needs a positive diagonal.
        double penalty = Math.max(relative * trace / a, 1e-12);
        for (int i = 0; i < a; i++) {
            xx.add(i, i, penalty);
        }
        DMatrixRMaj weight = NativeMatrices.times(NativeMatrices.inverse(xx), xy);
        if (MatrixFeatures_DDRM.hasUncountable(weight)) {
            throw new StepFailedException("a stitch cannot be fitted: the features that it joins are not finite, or too large to be squared", null);
        }
        double[] bias = new double[b];
        for (int j = 0; j < b; j++) {
            double sum = moments.xy().get(a, j);
            for (int i = 0; i < a; i++) {
                sum -= moments.xx().get(a, i) * weight.get(i, j);
            }
            bias[j] = sum / n;
        }
        return new AffineMap(weight, bias);
    }

    /** Sum of squared errors over the rows behind the moments: with B = (weight; bias), y'y - 2 B'(x,1)'y + B'(x,1)'(x,1)B. */
    double squaredError(NormalEquations.Moments moments) {
        int a = moments.inputs();
        int b = moments.outputs();
        DMatrixRMaj all = new DMatrixRMaj(a + 1, b);
        CommonOps_DDRM.insert(weight, all, 0, 0);
        for (int j = 0; j < b; j++) {
            all.set(a, j, bias[j]);
        }
        DMatrixRMaj product = NativeMatrices.times(moments.xx(), all);
        double error = 0;
        for (int i = 0; i <= a; i++) {
            for (int j = 0; j < b; j++) {
                error += all.get(i, j) * (product.get(i, j) - 2 * moments.xy().get(i, j));
            }
        }
        for (double square : moments.yy()) {
            error += square;
        }
        return Math.max(0, error);
    }

    /** Share of the outputs' variation that the map explains, over all outputs together; at most 1, negative when it harms. */
    double explained(NormalEquations.Moments moments) {
        return 1 - squaredError(moments) / moments.variation();
    }
}
