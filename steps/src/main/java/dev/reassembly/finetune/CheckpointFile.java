package dev.reassembly.finetune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint in the safetensors format: the length of a JSON header as a little-endian 64-bit number, the header with each
 * tensor's type, shape and place, then the tensors' bytes without gaps. All tensors are float32. The header of the training
 * is JSON in the entry {@code reassembly} of {@code __metadata__}. One tensor at a time is in memory.
 */
final class CheckpointFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
    private static final String ENTRY = "reassembly";
    private static final int LONGEST_HEADER = 100 << 20;

    private CheckpointFile() {}

    /** A tensor that is written: how it is made ready when its turn comes. */
    record Entry(String name, long[] shape, Source source) {}

    interface Source {
        /** The values from position to limit, in little-endian order; read at once. */
        ByteBuffer bytes();
    }

    interface Sink {
        /** Takes one tensor's values; the buffer is reused afterwards. */
        void accept(String name, ByteBuffer bytes) throws IOException;
    }

    static void write(Path file, CheckpointHeader header, List<Entry> entries) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.putObject(METADATA).put("format", "pt").put(ENTRY, JSON.writeValueAsString(header));
        long offset = 0;
        for (Entry entry : entries) {
            ObjectNode tensor = json.putObject(entry.name()).put("dtype", "F32");
            tensor.set("shape", JSON.valueToTree(entry.shape()));
            long bytes = bytes(entry.shape());
            tensor.putArray("data_offsets").add(offset).add(offset + bytes);
            offset += bytes;
        }
        byte[] text = JSON.writeValueAsBytes(json);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).flip());
            writeFully(channel, ByteBuffer.wrap(text));
            for (Entry entry : entries) {
                ByteBuffer values = entry.source().bytes();
                if (values.remaining() != bytes(entry.shape())) {
                    throw new IllegalStateException(entry.name() + " has " + values.remaining() + " bytes");
                }
                writeFully(channel, values);
            }
        }
    }

    /** A checkpoint whose header was read; the tensors follow in the stream. */
    static final class Reader {
        private final CheckpointHeader header;
        private final JsonNode json;
        private final InputStream stream;

        private Reader(CheckpointHeader header, JsonNode json, InputStream stream) {
            this.header = header;
            this.json = json;
            this.stream = stream;
        }

        CheckpointHeader header() {
            return header;
        }

        /** Hands over all tensors in the order of the file; fails when the stream ends early. */
        void tensors(Sink sink) throws IOException {
            ReadableByteChannel channel = Channels.newChannel(stream);
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                if (!entry.getKey().equals(METADATA)) {
                    JsonNode offsets = entry.getValue().get("data_offsets");
                    int bytes = Math.toIntExact(offsets.get(1).longValue() - offsets.get(0).longValue());
                    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
                    while (buffer.hasRemaining()) {
                        if (channel.read(buffer) < 0) {
                            throw new EOFException("the checkpoint ends within " + entry.getKey());
                        }
                    }
                    sink.accept(entry.getKey(), buffer.flip());
                }
            }
        }
    }

    /** Reads the header; empty when the stream holds something else than a checkpoint. */
    static Optional<Reader> open(InputStream stream) throws IOException {
        DataInputStream data = new DataInputStream(stream);
        byte[] length = data.readNBytes(8);
        long size = length.length < 8 ? 0 : ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (size < 2 || size > LONGEST_HEADER) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(data.readNBytes((int) size));
            CheckpointHeader header = JSON.readValue(json.path(METADATA).path(ENTRY).asText(), CheckpointHeader.class);
            return header.training() == null ? Optional.empty() : Optional.of(new Reader(header, json, stream));
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static long bytes(long[] shape) {
        long bytes = Float.BYTES;
        for (long axis : shape) {
            bytes = Math.multiplyExact(bytes, axis);
        }
        return bytes;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
