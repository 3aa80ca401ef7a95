package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens an ONNX file: the file is memory-mapped and raw weights stay views of the mapping, so nothing large is on the heap. */
final class ModelFile {
    private static final long LARGEST = Integer.MAX_VALUE;

    private ModelFile() {}

    static ModelProto parse(Path file, String subject) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(subject, Files.exists(file) ? "is not a regular file" : "there is no such file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0) {
                throw new InvalidInputException(subject, "is an empty file, not an ONNX model");
            }
            if (size > LARGEST) {
                throw new InvalidInputException(subject, "has " + size + " bytes; an ONNX file holds at most " + LARGEST
                        + " and keeps larger weights in external data files");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            refuseOtherKinds(bytes, subject);
            return parse(bytes, subject);
        } catch (IOException e) {
            throw new InvalidInputException(subject, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static ModelProto parse(ByteBuffer bytes, String subject) {
        ModelProto model;
        try {
            FieldScan.check(UnsafeByteOperations.unsafeWrap(bytes).newCodedInput(), subject);
            // Wrapped as immutable, so that byte fields alias the mapping instead of being copied.
            CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            input.enableAliasing(true);
            model = ModelProto.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidInputException(subject, "is not an ONNX model, or it is damaged or cut off (" + brief(e) + ")", e);
        } catch (IOException e) {
            throw new InvalidInputException(subject, "cannot be read: " + e.getMessage(), e);
        }
        if (!model.hasGraph()) {
            throw new InvalidInputException(subject, "is not an ONNX model, or it is cut off: it holds no graph");
        }
        return model;
    }

    private static String brief(InvalidProtocolBufferException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf(". ");
        return end < 0 ? message.replaceAll("\\.$", "") : message.substring(0, end);
    }

    private static void refuseOtherKinds(ByteBuffer bytes, String subject) {
        byte[] head = new byte[Math.min(bytes.remaining(), 64)];
        bytes.duplicate().get(head);
        String start = new String(head, StandardCharsets.ISO_8859_1);
        String kind = null;
        if (start.startsWith("PK\u0003\u0004")) {
            kind = "a zip archive (PyTorch checkpoints are such archives)";
        } else if (start.startsWith("\u0089HDF")) {
            kind = "an HDF5 file";
        } else if (start.startsWith("version https://git-lfs")) {
            kind = "a Git LFS pointer, not the model itself";
        } else if (start.startsWith("TFL3", 4)) {
            kind = "a TensorFlow Lite model";
        } else if (start.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n' || c == '\r' || c == '\t')) {
            kind = "a text file";
        }
        if (kind != null) {
            throw new InvalidInputException(subject, "is " + kind + "; an ONNX model is needed");
        }
    }
}
