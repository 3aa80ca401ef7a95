package dev.reassembly.model.run;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Elements chosen by a condition, turned round by sample, and cut or padded about the middle. */
final class Sequences {
    private Sequences() {}

    static void register(OperatorTable table) {
        table.single("Compress", Sequences::compress, 1);
        table.single("ReverseSequence", Sequences::reverse, 1);
        table.single("CenterCropPad", Sequences::centre, 1);
    }

    private static Function<Operands, PtNDArray> compress(Node node) {
        boolean flat = !node.attributes().containsKey("axis");
        return x -> {
            PtNDArray value = flat ? JniUtils.reshape(x.get(0), new long[] {x.get(0).size()}) : x.get(0);
            int axis = Operands.axis(node.integer("axis", 0), value.getShape().dimension());
            long[] condition = x.longs(1);
            long[] chosen = IntStream.range(0, condition.length).filter(i -> condition[i] != 0).asLongStream().toArray();
            return Indexing.take(value, x.ofLongs(chosen, chosen.length), axis);
        };
    }

    /** The first elements of each sample in reverse, as many as its length says. */
    private static Function<Operands, PtNDArray> reverse(Node node) {
        int time = (int) node.integer("time_axis", 0);
        int batch = (int) node.integer("batch_axis", 1);
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            long[] lengths = x.longs(1);
            long[] source = new long[(int) (dims[0] * dims[1])];
            for (int i = 0; i < source.length; i++) {
                long[] at = {i / dims[1], i % dims[1]};
                long length = lengths[(int) at[batch]];
                source[i] = at[time] < length ? length - 1 - at[time] : at[time];
            }
            long[] shape = new long[dims.length];
            Arrays.fill(shape, 1);
            System.arraycopy(dims, 0, shape, 0, 2);
            return JniUtils.gather(x.get(0), JniUtils.broadcast(x.ofLongs(source, shape), new Shape(dims)), time);
        };
    }

    private static Function<Operands, PtNDArray> centre(Node node) {
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            long[] axes = node.integers("axes") == null ? IntStream.range(0, dims.length).asLongStream().toArray()
                    : Operands.array(node.integers("axes"));
            long[] wanted = x.longs(1);
            long[] begin = new long[dims.length];
            long[] end = new long[dims.length];
            for (int i = 0; i < axes.length; i++) {
                int axis = Operands.axis(axes[i], dims.length);
                long missing = wanted[i] - dims[axis];
                begin[axis] = missing / 2; // Towards zero, both for what is added and for what is cut.
                end[axis] = missing - begin[axis];
            }
            return Padding.constant(x.get(0), begin, end, 0);
        };
    }
}
