package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** The inputs of one node in one run, all on one device except those that are read as plain numbers. */
final class Operands {
    private final PtNDArray[] arrays;
    private final PtNDArray[] numbers;
    private final PtNDManager manager;
    private final RunContext context;

    /**
     * @param arrays null where an optional input is left out
     * @param numbers for constants what can be read on the CPU, else null
     * @param manager where new tensors of the node go
     */
    Operands(PtNDArray[] arrays, PtNDArray[] numbers, PtNDManager manager, RunContext context) {
        this.arrays = arrays;
        this.numbers = numbers;
        this.manager = manager;
        this.context = context;
    }

    int count() {
        return arrays.length;
    }

    boolean has(int index) {
        return index < arrays.length && arrays[index] != null;
    }

    PtNDArray get(int index) {
        if (!has(index)) {
            throw new IllegalArgumentException("input " + index + " is missing");
        }
        return arrays[index];
    }

    /** The same operands with another one in the first place. */
    Operands withFirst(PtNDArray other) {
        PtNDArray[] replaced = arrays.clone();
        replaced[0] = other;
        return new Operands(replaced, numbers, manager, context);
    }

    RunContext context() {
        return context;
    }

    /** Whether an input is a constant that never has a gradient, so that it can be read as a number. */
    boolean isNumber(int index) {
        return numbers[index] != null && numbers[index].getShape().dimension() == 0;
    }

    private PtNDArray readable(int index) {
        return numbers[index] == null ? get(index) : numbers[index];
    }

    /** An integer input as plain numbers. */
    long[] longs(int index) {
        PtNDArray array = readable(index);
        return switch (array.getDataType()) {
            case INT64 -> array.toLongArray();
            case INT32 -> Arrays.stream(array.toIntArray()).mapToLong(i -> i).toArray();
            case BOOLEAN -> Elementwise.convert(array, DataType.INT64).toLongArray();
            default -> throw new IllegalArgumentException("input " + index + " is not of integer type but "
                    + array.getDataType());
        };
    }

    long integer(int index) {
        return longs(index)[0];
    }

    /** A float or integer input as plain numbers. */
    double[] reals(int index) {
        PtNDArray array = readable(index);
        return switch (array.getDataType()) {
            case FLOAT64 -> array.toDoubleArray();
            case FLOAT32 -> {
                float[] values = array.toFloatArray();
                double[] reals = new double[values.length];
                for (int i = 0; i < reals.length; i++) {
                    reals[i] = values[i];
                }
                yield reals;
            }
            default -> Arrays.stream(longs(index)).asDoubleStream().toArray();
        };
    }

    double real(int index) {
        return reals(index)[0];
    }

    /** A tensor of rank 0, of the type and on the device of another. */
    PtNDArray scalar(double value, PtNDArray like) {
        return JniUtils.full(manager, new Shape(), value, like.getDataType(), like.getDevice(), SparseFormat.DENSE);
    }

    PtNDArray filled(double value, DataType type, long... shape) {
        return JniUtils.full(manager, new Shape(shape), value, type, manager.getDevice(), SparseFormat.DENSE);
    }

    /** The numbers as a tensor of int64 beside the operands. */
    PtNDArray ofLongs(long[] values, long... shape) {
        return Tensors.ofLongs(manager, values, shape);
    }

    /** The numbers as a tensor of the network's float type beside the operands. */
    PtNDArray ofReals(double[] values, long... shape) {
        int bytes = context.real().getNumOfBytes();
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * bytes).order(ByteOrder.nativeOrder());
        if (context.real() == DataType.FLOAT64) {
            buffer.asDoubleBuffer().put(values);
        } else {
            for (double value : values) {
                buffer.putFloat((float) value);
            }
            buffer.rewind();
        }
        return Tensors.owned(manager, buffer, new Shape(shape), context.real());
    }

    PtNDArray ofTensor(Tensor tensor) {
        return Tensors.create(manager, tensor, context.real());
    }

    /** A shape that meets one of that rank by broadcasting: 1 everywhere but along one axis. */
    static long[] along(int axis, long length, int rank) {
        long[] shape = new long[rank];
        Arrays.fill(shape, 1);
        shape[axis] = length;
        return shape;
    }

    /** A copy: the engine's own array is what the tensor remembers as its shape. */
    static long[] dims(PtNDArray array) {
        return array.getShape().getShape().clone();
    }

    /** The axis counted from the front. */
    static int axis(long axis, int rank) {
        if (axis < -rank || axis >= Math.max(rank, 1)) {
            throw new IllegalArgumentException("axis " + axis + " is not in a tensor of rank " + rank);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    static int[] axes(long[] axes, int rank) {
        return Arrays.stream(axes).mapToInt(a -> axis(a, rank)).sorted().toArray();
    }

    static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    static boolean isFloat(PtNDArray array) {
        return array.getDataType().isFloating();
    }

    String describe() {
        StringJoiner text = new StringJoiner(", ");
        for (PtNDArray array : arrays) {
            text.add(array == null ? "-" : array.getDataType() + Arrays.toString(dims(array)));
        }
        return text.toString();
    }
}
