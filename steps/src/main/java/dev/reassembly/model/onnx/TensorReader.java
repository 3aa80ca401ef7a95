package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tensors of an ONNX file in any of its three encodings: raw bytes, typed fields, external data. Inline values are copied
 * once to direct memory (engines want aligned data); external data stays mapped when it is aligned.
 */
final class TensorReader {
    private static final int MAX_RANK = 64;
    /** Types that the protobuf classes do not know yet. */
    private static final Map<Integer, String> NEWER_TYPES = Map.of(23, "FLOAT4E2M1", 24, "FLOAT8E8M0", 25, "UINT2", 26, "INT2");
    private final String subject;
    private final ExternalData external;

    TensorReader(Path modelFile, String subject) {
        this.subject = subject;
        this.external = new ExternalData(modelFile, subject);
    }

    /** @param what names the tensor in errors, for example {@code initializer 'w'} */
    Tensor read(TensorProto proto, String what) {
        ElementType type = type(proto, what);
        long bytes = size(proto.getDimsList(), type, what);
        if (proto.hasSegment()) {
            throw refuse(what, "it is stored in segments, which are not supported");
        }
        return new Tensor(type, proto.getDimsList(), data(proto, type, (int) bytes, what));
    }

    private ByteBuffer data(TensorProto proto, ElementType type, int bytes, String what) {
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            ByteBuffer mapped = external.bytes(proto, what, bytes);
            return bytes == 0 || mapped.alignmentOffset(0, type.bytes()) == 0 ? mapped : copy(mapped);
        }
        if (proto.hasRawData()) {
            ByteString raw = proto.getRawData();
            checkSize(raw.size(), bytes, what);
            return copy(raw.asReadOnlyByteBuffer());
        }
        long stored = (long) type.bytes() * switch (type) {
            case FLOAT -> proto.getFloatDataCount();
            case DOUBLE -> proto.getDoubleDataCount();
            case INT64 -> proto.getInt64DataCount();
            case UINT32, UINT64 -> proto.getUint64DataCount();
            case UINT8, INT8, UINT16, INT16, INT32, BOOL, FLOAT16, BFLOAT16 -> proto.getInt32DataCount();
        };
        checkSize(stored, bytes, what);
        ByteBuffer data = direct(bytes);
        fill(proto, type, data);
        return data.flip();
    }

    private static void fill(TensorProto proto, ElementType type, ByteBuffer data) {
        switch (type) {
            case FLOAT -> proto.getFloatDataList().forEach(data::putFloat);
            case DOUBLE -> proto.getDoubleDataList().forEach(data::putDouble);
            case INT64 -> proto.getInt64DataList().forEach(data::putLong);
            case UINT64 -> proto.getUint64DataList().forEach(data::putLong);
            case UINT32 -> proto.getUint64DataList().forEach(v -> data.putInt(v.intValue()));
            case INT32 -> proto.getInt32DataList().forEach(data::putInt);
            // Half-precision values are stored by their bits.
            case UINT16, INT16, FLOAT16, BFLOAT16 -> proto.getInt32DataList().forEach(v -> data.putShort(v.shortValue()));
            case UINT8, INT8, BOOL -> proto.getInt32DataList().forEach(v -> data.put(v.byteValue()));
        }
    }

    private ElementType type(TensorProto proto, String what) {
        if (proto.getDataType() == TensorProto.DataType.STRING_VALUE) {
            throw refuse(what, "it holds strings; only numbers and booleans are supported");
        }
        ElementType type = ValueFact.typeOf(proto.getDataType());
        if (type == null) {
            throw unknownType(proto.getDataType(), subject, what);
        }
        return type;
    }

    static InvalidInputException unknownType(int code, String subject, String what) {
        TensorProto.DataType known = TensorProto.DataType.forNumber(code);
        String name = known == null ? NEWER_TYPES.getOrDefault(code, String.valueOf(code)) : known.toString();
        return new InvalidInputException(subject, what + " has element type " + name + ", which is not supported");
    }

    private long size(List<Long> dims, ElementType type, String what) {
        if (dims.size() > MAX_RANK) {
            throw refuse(what, "it has " + dims.size() + " dimensions; at most " + MAX_RANK + " are allowed");
        }
        long elements = 1;
        boolean tooLarge = false;
        boolean empty = false;
        for (long dim : dims) {
            if (dim < 0) {
                throw refuse(what, "its shape " + dims + " has a negative dimension");
            }
            empty |= dim == 0;
            tooLarge |= dim > Integer.MAX_VALUE;
            elements = tooLarge || empty ? elements : elements * dim;
            tooLarge |= elements > Integer.MAX_VALUE;
        }
        if (!empty && (tooLarge || elements * type.bytes() > Integer.MAX_VALUE)) {
            throw refuse(what, "its shape " + dims + " of " + type + " needs more than the allowed 2 GiB a tensor");
        }
        return empty ? 0 : elements * type.bytes();
    }

    private void checkSize(long found, long expected, String what) {
        if (found != expected) {
            throw refuse(what, "its type and shape need " + expected + " bytes but the file holds " + found);
        }
    }

    private static ByteBuffer copy(ByteBuffer source) {
        return direct(source.remaining()).put(source).flip();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private InvalidInputException refuse(String what, String problem) {
        return new InvalidInputException(subject, what + ": " + problem);
    }
}
