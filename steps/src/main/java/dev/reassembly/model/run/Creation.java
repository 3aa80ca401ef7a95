package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Tensors made from numbers, triangles, running sums and windows of signals. */
final class Creation {
    private Creation() {}

    static void register(OperatorTable table) {
        table.single("Range", node -> Creation::range, 0, 1, 2);
        table.single("ConstantOfShape", Creation::constant, 0);
        table.single("Trilu", Creation::triangle, 1);
        table.single("CumSum", Creation::runningSum, 1);
        table.single("EyeLike", Creation::identity);
        window(table, "HannWindow", 0.5, 0.5, 0);
        window(table, "HammingWindow", 25.0 / 46, 21.0 / 46, 0);
        window(table, "BlackmanWindow", 0.42, 0.5, 0.08);
    }

    private static PtNDArray range(Operands x) {
        if (Operands.isFloat(x.get(0))) {
            double start = x.real(0);
            double step = x.real(2);
            double[] values = new double[(int) Math.max(0, Math.ceil((x.real(1) - start) / step))];
            Arrays.setAll(values, i -> start + i * step);
            return x.ofReals(values, values.length);
        }
        long start = x.integer(0);
        long step = x.integer(2);
        long distance = x.integer(1) - start;
        long count = step > 0 ? Math.floorDiv(distance + step - 1, step) : Math.floorDiv(-distance - step - 1, -step);
        long[] values = new long[(int) Math.max(0, count)];
        Arrays.setAll(values, i -> start + i * step);
        return Elementwise.convert(x.ofLongs(values, values.length), x.get(0).getDataType());
    }

    private static Function<Operands, PtNDArray> constant(Node node) {
        Tensor value = node.attributes().get("value") instanceof Attribute.Constant c ? c.value()
                : Tensor.ofFloats(List.of(1L), 0);
        return x -> Indexing.repeated(x.ofTensor(value), x.longs(0));
    }

    /** Ones on a diagonal of a matrix, in the type of the input unless another one is named. */
    private static Function<Operands, PtNDArray> identity(Node node) {
        Function<Operands, DataType> type = node.attributes().containsKey("dtype")
                ? Elementwise.named(node, "dtype", ElementType.FLOAT) : x -> x.get(0).getDataType();
        long k = node.integer("k", 0);
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            double[] values = new double[(int) (dims[0] * dims[1])];
            for (long row = Math.max(0, -k); row < dims[0] && row + k < dims[1]; row++) {
                values[(int) (row * dims[1] + row + k)] = 1;
            }
            return Elementwise.convert(x.ofReals(values, dims), type.apply(x));
        };
    }

    /** a - b cos(2 pi n / N) + c cos(4 pi n / N) for n from 0; N is the size, or one less for a symmetric window. */
    private static void window(OperatorTable table, String operator, double a, double b, double c) {
        table.single(operator, node -> {
            boolean periodic = node.integer("periodic", 1) != 0;
            Function<Operands, DataType> type = Elementwise.named(node, "output_datatype", ElementType.FLOAT);
            return x -> {
                double[] values = new double[(int) x.integer(0)];
                double step = 2 * Math.PI / (periodic ? values.length : values.length - 1);
                Arrays.setAll(values, i -> a - b * Math.cos(i * step) + c * Math.cos(2 * i * step));
                return Elementwise.convert(x.ofReals(values, values.length), type.apply(x));
            };
        }, 0);
    }

    private static Function<Operands, PtNDArray> triangle(Node node) {
        boolean upper = node.integer("upper", 1) != 0;
        return x -> {
            PtNDArray value = x.get(0);
            long[] dims = Operands.dims(value);
            long k = x.has(1) ? x.integer(1) : 0;
            PtNDArray columns = x.ofLongs(counting(dims[dims.length - 1]), 1, dims[dims.length - 1]);
            PtNDArray rows = x.ofLongs(counting(dims[dims.length - 2]), dims[dims.length - 2], 1);
            PtNDArray diagonal = JniUtils.add(rows, x.scalar(k, rows));
            PtNDArray kept = upper ? JniUtils.gte(columns, diagonal) : JniUtils.lte(columns, diagonal);
            return JniUtils.where(kept, value, x.scalar(0, value));
        };
    }

    private static long[] counting(long n) {
        long[] values = new long[(int) n];
        Arrays.setAll(values, i -> i);
        return values;
    }

    private static Function<Operands, PtNDArray> runningSum(Node node) {
        boolean exclusive = node.integer("exclusive", 0) != 0;
        boolean reverse = node.integer("reverse", 0) != 0;
        return x -> {
            int axis = Operands.axis(x.integer(1), x.get(0).getShape().dimension());
            long[] axes = {axis};
            PtNDArray value = reverse ? JniUtils.flip(x.get(0), axes) : x.get(0);
            DataType type = value.getDataType();
            PtNDArray sum = Elementwise.convert(JniUtils.cumSum(value, axis), type);
            if (exclusive) {
                sum = JniUtils.sub(sum, value);
            }
            return reverse ? JniUtils.flip(sum, axes) : sum;
        };
    }
}
