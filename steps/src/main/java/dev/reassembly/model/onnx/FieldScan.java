package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;

/**
 * Counts what a file would become on the heap before anything is made of it: an empty message takes two bytes of the file and
 * a hundred of memory. Raw weights are skipped, since they are never copied to the heap.
 */
final class FieldScan {
    /** A decomposed transformer of 20,000 nodes has some 700,000 fields. One takes up to some 150 bytes of heap. */
    static final int MOST_FIELDS = 4_000_000;
    /** Nodes, those of subgraphs too; the largest exports have some 20,000. */
    static final int MOST_NODES = 50_000;
    /** Numbers in typed fields, where exporters of old wrote weights: they are read to the heap. */
    static final long MOST_TYPED_BYTES = 1L << 30;
    /** Where the parser gives up by itself. */
    private static final int DEEPEST = 100;

    private final CodedInputStream in;
    private final String subject;
    private long fields;
    private long nodes;
    private long typed;

    private FieldScan(CodedInputStream in, String subject) {
        this.in = in;
        this.subject = subject;
    }

    /**
     * @throws InvalidInputException when a bound is passed
     * @throws IOException when the file is damaged, as parsing it would
     */
    static void check(CodedInputStream in, String subject) throws IOException {
        new FieldScan(in, subject).message(ModelProto.getDescriptor(), 0);
    }

    private void message(Descriptor type, int depth) throws IOException {
        while (true) {
            int tag = in.readTag();
            if (tag == 0) {
                return;
            }
            fields++;
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (field == null || !delimited) {
                in.skipField(tag);
            } else if (field.getJavaType() == JavaType.MESSAGE) {
                nested(field, depth);
            } else {
                value(field);
            }
            require(fields, MOST_FIELDS, "protobuf fields");
        }
    }

    private void nested(FieldDescriptor field, int depth) throws IOException {
        if (field.getContainingType() == GraphProto.getDescriptor() && field.getMessageType() == NodeProto.getDescriptor()) {
            require(++nodes, MOST_NODES, "nodes");
        }
        int length = in.readRawVarint32();
        if (depth >= DEEPEST) {
            in.skipRawBytes(length);
            return;
        }
        int limit = in.pushLimit(length);
        message(field.getMessageType(), depth + 1);
        in.popLimit(limit);
    }

    private void value(FieldDescriptor field) throws IOException {
        int length = in.readRawVarint32();
        if (field.isPackable()) {
            boolean fixed = field.getJavaType() == JavaType.FLOAT || field.getJavaType() == JavaType.DOUBLE;
            typed += fixed ? length : 8L * length;
            require(typed, MOST_TYPED_BYTES, "bytes of numbers that are not raw data");
        }
        in.skipRawBytes(length);
    }

    private void require(long found, long most, String what) {
        if (found > most) {
            throw new InvalidInputException(subject, "has more than the allowed " + most + " " + what);
        }
    }
}
