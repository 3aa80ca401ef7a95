package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.function.Function;

/** Matrix products. */
final class Products {
    private Products() {}

    static void register(OperatorTable table) {
        table.single("MatMul", node -> x -> product(x, x.get(0), x.get(1)));
        table.single("Gemm", Products::gemm);
        table.single("Einsum", Einsum::bind);
    }

    private static PtNDArray product(Operands x, PtNDArray left, PtNDArray right) {
        return x.context().mixed() && Operands.isFloat(left) ? MixedPrecision.product(left, right) : JniUtils.matmul(left, right);
    }

    /** alpha A' B' + beta C, where ' may transpose. */
    private static Function<Operands, PtNDArray> gemm(Node node) {
        double alpha = node.real("alpha", 1);
        double beta = node.real("beta", 1);
        boolean turnLeft = node.integer("transA", 0) != 0;
        boolean turnRight = node.integer("transB", 0) != 0;
        return x -> {
            PtNDArray left = turnLeft ? JniUtils.transpose(x.get(0), 0, 1) : x.get(0);
            boolean plain = alpha == 1 && beta == 1 && !x.context().mixed();
            if (plain && x.has(2) && x.get(2).getShape().dimension() == 1) {
                PtNDArray weight = turnRight ? x.get(1) : JniUtils.transpose(x.get(1), 0, 1);
                if (Operands.dims(x.get(2))[0] == Operands.dims(weight)[0]) {
                    return JniUtils.linear(left, weight, x.get(2));
                }
            }
            PtNDArray right = turnRight ? JniUtils.transpose(x.get(1), 0, 1) : x.get(1);
            PtNDArray product = scaled(x, product(x, left, right), alpha);
            return x.has(2) ? JniUtils.add(product, scaled(x, x.get(2), beta)) : product;
        };
    }

    private static PtNDArray scaled(Operands x, PtNDArray value, double factor) {
        return factor == 1 ? value : JniUtils.mul(value, x.scalar(factor, value));
    }
}
