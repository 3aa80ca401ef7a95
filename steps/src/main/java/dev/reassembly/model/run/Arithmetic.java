package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;

/** Sums, products, powers and bounds with broadcasting. */
final class Arithmetic {
    private Arithmetic() {}

    static void register(OperatorTable table) {
        table.single("Add", node -> x -> JniUtils.add(x.get(0), x.get(1)));
        table.single("Sub", node -> x -> JniUtils.sub(x.get(0), x.get(1)));
        table.single("Mul", node -> x -> JniUtils.mul(x.get(0), x.get(1)));
        table.single("Div", node -> x -> divide(x, x.get(0), x.get(1)));
        table.single("Mod", Arithmetic::mod);
        table.single("Pow", node -> Arithmetic::power);
        table.single("Min", node -> x -> fold(x, JniUtils::min));
        table.single("Max", node -> x -> fold(x, JniUtils::max));
        table.single("Sum", node -> x -> fold(x, JniUtils::add));
        table.single("Mean", node -> x -> {
            PtNDArray sum = fold(x, JniUtils::add);
            return JniUtils.div(sum, x.scalar(x.count(), sum));
        });
        table.single("Clip", node -> Arithmetic::clip, 1, 2);
    }

    private static PtNDArray fold(Operands x, BinaryOperator<PtNDArray> function) {
        PtNDArray result = x.get(0);
        for (int i = 1; i < x.count(); i++) {
            result = function.apply(result, x.get(i));
        }
        return x.count() == 1 ? Elementwise.alias(result) : result;
    }

    /** Integers divide exactly, towards zero. */
    static PtNDArray divide(Operands x, PtNDArray dividend, PtNDArray divisor) {
        return Operands.isFloat(dividend) ? JniUtils.div(dividend, divisor)
                : exactly(x, dividend, divisor, (a, b) -> a / nonZero(b));
    }

    private static Function<Operands, PtNDArray> mod(Node node) {
        boolean signOfDividend = node.integer("fmod", 0) != 0;
        return x -> {
            PtNDArray a = x.get(0);
            PtNDArray b = x.get(1);
            if (!signOfDividend) {
                return JniUtils.remainder(a, b);
            }
            if (Operands.isFloat(a)) {
                return JniUtils.sub(a, JniUtils.mul(b, JniUtils.trunc(JniUtils.div(a, b))));
            }
            return exactly(x, a, b, (p, q) -> p % nonZero(q));
        };
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw new IllegalArgumentException("integer division by zero");
        }
        return divisor;
    }

    /** The engine divides integers in floating point, which is not exact: such tensors are small and go over the host. */
    static PtNDArray exactly(Operands x, PtNDArray left, PtNDArray right, LongBinaryOperator function) {
        DataType type = left.getDataType();
        PtNDArray shaped = JniUtils.add(left, right);
        long[] dims = Operands.dims(shaped);
        long[] a = wide(JniUtils.broadcast(left, shaped.getShape()));
        long[] b = wide(JniUtils.broadcast(right, shaped.getShape()));
        for (int i = 0; i < a.length; i++) {
            a[i] = function.applyAsLong(a[i], b[i]);
        }
        return Elementwise.convert(x.ofLongs(a, dims), type);
    }

    private static long[] wide(PtNDArray array) {
        return Elementwise.convert(array, DataType.INT64).toLongArray();
    }

    private static PtNDArray power(Operands x) {
        PtNDArray base = x.get(0);
        PtNDArray exponent = x.get(1);
        if (Operands.isFloat(base) && x.isNumber(1)) {
            double value = x.real(1);
            if (value == 2) {
                return JniUtils.square(base);
            }
            if (value == 0.5) {
                return JniUtils.sqrt(base);
            }
            if (value == 1) {
                return Elementwise.alias(base);
            }
        }
        PtNDArray result = JniUtils.pow(base, exponent);
        return Elementwise.convert(result, base.getDataType());
    }

    private static PtNDArray clip(Operands x) {
        PtNDArray value = x.get(0);
        if (!x.has(1) && !x.has(2)) {
            return Elementwise.alias(value);
        }
        if (Operands.isFloat(value)) {
            return clip(x, value, x.has(1) ? x.real(1) : Double.NEGATIVE_INFINITY, x.has(2) ? x.real(2) : Double.POSITIVE_INFINITY);
        }
        PtNDArray low = x.has(1) ? JniUtils.max(value, x.get(1)) : value;
        return x.has(2) ? JniUtils.min(low, x.get(2)) : low;
    }

    /** At a bound a gradient may be 0 or 1. */
    static PtNDArray clip(Operands x, PtNDArray value, double low, double high) {
        return x.context().training() && low < high ? Hardtanh.of(value, low, high, x.context().host()) : JniUtils.clip(value, low, high);
    }
}
