package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Moves tensors between the host and a device. */
public final class Tensors {
    private Tensors() {}

    /**
     * A copy on the manager's device. All float types become float32; the integer types of 8, 32 and 64 bits and bool
     * stay, the others become the next larger signed one.
     *
     * @throws IllegalArgumentException for uint64, which the engine does not have
     */
    public static NDArray toDevice(NDManager manager, Tensor tensor) {
        return create((PtNDManager) manager, tensor, DataType.FLOAT32);
    }

    /** A copy on the host, in a direct buffer; the type as the engine has it. */
    public static Tensor toHost(NDArray array) {
        try (NDManager temporary = array.getManager().newSubManager()) {
            NDArray alias = array.stopGradient();
            alias.attach(temporary);
            ByteBuffer source = alias.toByteBuffer(true);
            ByteBuffer copy = ByteBuffer.allocateDirect(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
            copy.put(source).rewind();
            return new Tensor(elementType(array.getDataType()), shape(array), copy);
        }
    }

    static PtNDArray create(PtNDManager manager, Tensor tensor, DataType real) {
        Tensor wide = Widening.widen(tensor);
        DataType type = dataType(wide.type());
        PtNDArray array = owned(manager, direct(wide.data()), new Shape(Operands.array(wide.shape())), type);
        if (!type.isFloating() || type == real) {
            return array;
        }
        try (array) {
            return array.toType(real, true);
        }
    }

    /**
     * A tensor that owns its memory. One over a Java buffer would live only as long as the buffer, which neither its views
     * nor what is saved for gradients keep alive.
     */
    static PtNDArray owned(PtNDManager manager, ByteBuffer data, Shape shape, DataType type) {
        try (PtNDArray view = (PtNDArray) manager.create(data, shape, type)) {
            return manager.getDevice().equals(Device.cpu()) ? (PtNDArray) view.duplicate() : Elementwise.alias(view);
        }
    }

    static PtNDArray ofLongs(PtNDManager manager, long[] values, long... shape) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 8).order(ByteOrder.nativeOrder());
        buffer.asLongBuffer().put(values);
        return owned(manager, buffer, new Shape(shape), DataType.INT64);
    }

    private static ByteBuffer direct(ByteBuffer data) {
        if (data.isDirect()) {
            return data;
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(data).rewind();
        return copy;
    }

    static List<Long> shape(NDArray array) {
        return Arrays.stream(array.getShape().getShape()).boxed().toList();
    }

    static DataType dataType(ElementType type) {
        return switch (type) {
            case FLOAT -> DataType.FLOAT32;
            case DOUBLE -> DataType.FLOAT64;
            case UINT8 -> DataType.UINT8;
            case INT8 -> DataType.INT8;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case BOOL -> DataType.BOOLEAN;
            default -> throw new IllegalArgumentException("the engine has no element type " + type);
        };
    }

    static ElementType elementType(DataType type) {
        return switch (type) {
            case FLOAT32 -> ElementType.FLOAT;
            case FLOAT64 -> ElementType.DOUBLE;
            case UINT8 -> ElementType.UINT8;
            case INT8 -> ElementType.INT8;
            case INT32 -> ElementType.INT32;
            case INT64 -> ElementType.INT64;
            case BOOLEAN -> ElementType.BOOL;
            default -> throw new IllegalArgumentException("no element type for " + type);
        };
    }
}
