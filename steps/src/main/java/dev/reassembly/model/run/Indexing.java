package dev.reassembly.model.run;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Elements picked by computed positions. Negative positions count from the end. */
final class Indexing {
    private Indexing() {}

    static void register(OperatorTable table) {
        table.single("Gather", Indexing::gather);
        table.single("GatherElements", Indexing::gatherElements);
        table.single("GatherND", Indexing::gatherNd);
        table.single("OneHot", Indexing::oneHot, 1);
        table.multiple("TopK", Indexing::topK, 1);
        table.unary("NonZero", x -> JniUtils.permute(JniUtils.nonZeros(x), new long[] {1, 0}));
    }

    private static Function<Operands, PtNDArray> gather(Node node) {
        long axisAttribute = node.integer("axis", 0);
        return x -> {
            PtNDArray data = x.get(0);
            PtNDArray indices = Elementwise.convert(x.get(1), DataType.INT64);
            int axis = Operands.axis(axisAttribute, data.getShape().dimension());
            if (axis == 0 && data.getShape().dimension() == 2 && Operands.isFloat(data)) {
                // Its gradient is summed much faster than that of general indexing.
                return JniUtils.embedding(fromFront(x, indices, Operands.dims(data)[0]), data, false);
            }
            // A number that is known on the host need not be asked of the device.
            return x.isNumber(1) ? at(data, x.integer(1), axis) : take(data, indices, axis);
        };
    }

    private static PtNDArray at(PtNDArray data, long position, int axis) {
        long length = Operands.dims(data)[axis];
        long from = position < 0 ? position + length : position;
        if (from < 0 || from >= length) {
            throw new IllegalArgumentException("index " + position + " is out of bounds for length " + length);
        }
        return JniUtils.squeeze(JniUtils.slice(data, axis, from, from + 1, 1), axis);
    }

    /** Indexes one axis by an int64 tensor of any rank. */
    static PtNDArray take(PtNDArray data, PtNDArray indices, int axis) {
        long[] index = Operands.dims(indices);
        if (index.length == 0) {
            return at(data, indices.getLong(), axis);
        }
        NDIndex along = new NDIndex();
        for (int i = 0; i < axis; i++) {
            along.addAllDim();
        }
        along.addIndices("{}", indices);
        return JniUtils.indexAdv(data, along, data.getManager());
    }

    private static PtNDArray fromFront(Operands x, PtNDArray indices, long length) {
        PtNDArray wrapped = JniUtils.add(indices, x.scalar(length, indices));
        return JniUtils.where(JniUtils.lt(indices, x.scalar(0, indices)), wrapped, indices);
    }

    private static Function<Operands, PtNDArray> gatherElements(Node node) {
        long axisAttribute = node.integer("axis", 0);
        return x -> {
            int axis = Operands.axis(axisAttribute, x.get(0).getShape().dimension());
            PtNDArray indices = Elementwise.convert(x.get(1), DataType.INT64);
            return JniUtils.gather(x.get(0), fromFront(x, indices, Operands.dims(x.get(0))[axis]), axis);
        };
    }

    /** Each row of indices becomes one position in the data flattened over the batch and indexed axes. */
    private static Function<Operands, PtNDArray> gatherNd(Node node) {
        int batch = (int) node.integer("batch_dims", 0);
        return x -> {
            PtNDArray data = x.get(0);
            PtNDArray indices = Elementwise.convert(x.get(1), DataType.INT64);
            long[] d = Operands.dims(data);
            long[] q = Operands.dims(indices);
            int last = q.length - 1;
            int depth = (int) q[last];
            PtNDArray linear = x.scalar(0, indices);
            for (int j = 0; j < depth; j++) {
                PtNDArray column = fromFront(x, JniUtils.slice(indices, last, j, j + 1, 1), d[batch + j]);
                PtNDArray scaled = JniUtils.mul(linear, x.scalar(d[batch + j], indices));
                linear = JniUtils.add(scaled, column);
            }
            long batches = Shapes.product(d, 0, batch);
            long block = Shapes.product(d, batch, batch + depth);
            long[] offsets = new long[(int) batches];
            Arrays.setAll(offsets, i -> i * block);
            long[] offsetShape = new long[q.length];
            Arrays.fill(offsetShape, 1);
            System.arraycopy(q, 0, offsetShape, 0, batch);
            linear = JniUtils.reshape(JniUtils.add(linear, x.ofLongs(offsets, offsetShape)),
                    new long[] {Shapes.product(q, 0, last)});
            long[] rest = Arrays.copyOfRange(d, batch + depth, d.length);
            PtNDArray rows = JniUtils.reshape(data, concat(new long[] {batches * block}, rest));
            return JniUtils.reshape(take(rows, linear, 0), concat(Arrays.copyOf(q, last), rest));
        };
    }

    private static long[] concat(long[] a, long[] b) {
        long[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static Function<Operands, PtNDArray> oneHot(Node node) {
        long axisAttribute = node.integer("axis", -1);
        return x -> {
            PtNDArray indices = Elementwise.convert(x.get(0), DataType.INT64);
            int depth = (int) x.reals(1)[0];
            int rank = indices.getShape().dimension();
            int axis = Operands.axis(axisAttribute, rank + 1);
            long[] counted = Operands.along(axis, depth, rank + 1);
            long[] positions = new long[depth];
            Arrays.setAll(positions, i -> i);
            PtNDArray hot = JniUtils.eq(JniUtils.unsqueeze(fromFront(x, indices, depth), axis), x.ofLongs(positions, counted));
            PtNDArray values = x.get(2);
            PtNDArray off = JniUtils.reshape(JniUtils.slice(values, 0, 0, 1, 1), new long[0]);
            PtNDArray on = JniUtils.reshape(JniUtils.slice(values, 0, 1, 2, 1), new long[0]);
            return JniUtils.where(hot, on, off);
        };
    }

    private static Operation topK(Node node) {
        long axisAttribute = node.integer("axis", -1);
        boolean largest = node.integer("largest", 1) != 0;
        return x -> {
            int axis = Operands.axis(axisAttribute, x.get(0).getShape().dimension());
            // The engine's own search picks any of equal elements; the sort is stable, so the first ones come first.
            PtNDArray order = JniUtils.argSort(x.get(0), axis, largest);
            PtNDArray chosen = JniUtils.slice(order, axis, 0, Math.min(x.integer(1), Operands.dims(order)[axis]), 1);
            return List.of(JniUtils.gather(x.get(0), chosen, axis), chosen);
        };
    }

    /** A tensor of a shape whose elements all are the one element given. */
    static PtNDArray repeated(PtNDArray element, long[] shape) {
        return JniUtils.broadcast(JniUtils.reshape(element, new long[0]), new Shape(shape));
    }
}
