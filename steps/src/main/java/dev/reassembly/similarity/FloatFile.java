package dev.reassembly.similarity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A binary file of single-precision numbers below a JSON header: the four bytes {@code DMRF}, the header's length in bytes
 * (32-bit little-endian), the header in UTF-8, then the numbers, little-endian, without gaps. The header's {@code format} and
 * {@code version} say what the numbers mean. There is no checksum: the store that keeps the file has one.
 */
public final class FloatFile {
    private static final byte[] MAGIC = "DMRF".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_HEADER = 512 << 20;
    private static final int CHUNK = 1 << 14;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final InputStream in;
    private final String subject;
    private final JsonNode header;

    private FloatFile(InputStream in, String subject, JsonNode header) {
        this.in = in;
        this.subject = subject;
        this.header = header;
    }

    /**
     * Writes a whole file; the caller closes the stream.
     *
     * @param header becomes a JSON object, to which {@code format} and {@code version} are added
     * @throws InvalidInputException before anything is written, when the header is longer than {@link #open} takes
     */
    public static void write(OutputStream out, String format, int version, Object header, Iterable<float[]> numbers)
            throws IOException {
        ObjectNode node = JSON.valueToTree(header);
        node.put("format", format).put("version", version);
        byte[] text = JSON.writeValueAsBytes(node);
        if (text.length > MAX_HEADER) {
            throw new InvalidInputException(format + " file", "its header would take " + text.length + " bytes; " + MAX_HEADER + " are allowed");
        }
        out.write(MAGIC);
        out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length).array());
        out.write(text);
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] values : numbers) {
            for (int from = 0; from < values.length; from += CHUNK) {
                int count = Math.min(CHUNK, values.length - from);
                chunk.asFloatBuffer().put(values, from, count);
                out.write(chunk.array(), 0, 4 * count);
            }
        }
        out.flush();
    }

    /**
     * Reads the header.
     *
     * @param subject what errors call the file
     * @throws InvalidInputException when it is not a file of this format and version
     */
    public static FloatFile open(InputStream in, String subject, String format, int version) throws IOException {
        byte[] start = in.readNBytes(8);
        ByteBuffer parsed = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        if (start.length < 8 || !ByteBuffer.wrap(MAGIC).equals(parsed.slice(0, 4))) {
            throw new InvalidInputException(subject, "it does not begin with DMRF, so it is no " + format + " file");
        }
        int length = parsed.getInt(4);
        if (length < 2 || length > MAX_HEADER) {
            throw new InvalidInputException(subject, "its header claims " + length + " bytes; 2 to " + MAX_HEADER
                    + " are allowed");
        }
        JsonNode header;
        try {
            header = JSON.readTree(in.readNBytes(length));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(subject, "its header is cut short or no JSON", e);
        }
        String found = header.path("format").asText() + " version " + header.path("version").asInt();
        if (!found.equals(format + " version " + version)) {
            throw new InvalidInputException(subject, "it is a file of " + found + ", not of " + format + " version " + version);
        }
        return new FloatFile(in, subject, header);
    }

    /** The header as a record; {@code format} and {@code version} are not part of it. */
    public <T> T header(Class<T> type) {
        ObjectNode own = ((ObjectNode) header).deepCopy();
        own.remove("format");
        own.remove("version");
        try {
            return JSON.treeToValue(own, type);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(subject, "its header is not understood (" + e.getOriginalMessage() + ")", e);
        }
    }

    /** The next {@code count} numbers. */
    public float[] floats(int count) throws IOException {
        float[] values = new float[count];
        byte[] chunk = new byte[4 * CHUNK];
        for (int from = 0; from < count; from += CHUNK) {
            int wanted = Math.min(CHUNK, count - from);
            if (in.readNBytes(chunk, 0, 4 * wanted) < 4 * wanted) {
                throw new InvalidInputException(subject, "it is cut short: " + count + " numbers were expected here");
            }
            ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, from, wanted);
        }
        return values;
    }
}
