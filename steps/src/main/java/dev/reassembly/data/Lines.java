package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Lines of a UTF-8 file with their numbers; strict about the encoding, so that the line at fault can be named. */
final class Lines implements Closeable {
    static final int LONGEST = 16 << 20;

    private final InputStream in;
    private final String name;
    private final byte[] buffer = new byte[1 << 14];
    private int position;
    private int filled;
    private int number;

    Lines(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** The next line without its end (LF or CR LF), or null after the last. */
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean ended = false;
        while (!ended && fill()) {
            int start = position;
            while (position < filled && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, position - start);
            if (line.size() > LONGEST) {
                number++;
                throw new InvalidInputException(where(), "is longer than " + (LONGEST >> 20) + " MiB");
            }
            ended = position < filled;
            position += ended ? 1 : 0;
        }
        if (!ended && line.size() == 0) {
            return null;
        }
        number++;
        String text = decode(line.toByteArray());
        if (number == 1 && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Whether there is a byte at the position, read now if need be. */
    private boolean fill() throws IOException {
        if (position == filled) {
            position = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return position < filled;
    }

    /** File and line number of the line last returned. */
    String where() {
        return name + " line " + number;
    }

    int number() {
        return number;
    }

    private String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(where(), "is not UTF-8 text", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
