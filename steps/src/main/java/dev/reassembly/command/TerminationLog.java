package dev.reassembly.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The file whose content a cluster shows as a pod's last words, named by {@code TERMINATION_LOG}. A cluster mounts the file
 * itself, so it is written in place and not replaced, by one write. A sentence that cannot be written was still printed.
 */
final class TerminationLog {
    static final String VARIABLE = "TERMINATION_LOG";
    /** A kubelet reads no more. */
    static final int MOST_BYTES = 4096;

    private final Path file;

    TerminationLog(Map<String, String> environment) {
        String name = environment.get(VARIABLE);
        file = name == null || name.isBlank() ? null : Path.of(name);
    }

    void write(String sentence) {
        if (file == null) {
            return;
        }
        try {
            Files.write(file, cut(sentence.strip()));
        } catch (IOException e) {
            System.err.println("the last words cannot be written to " + file + ": " + e.getMessage());
        }
    }

    /** As much as fits, ending with a whole character. */
    private static byte[] cut(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        encoder.encode(CharBuffer.wrap(text), bytes, true);
        byte[] cut = new byte[bytes.position()];
        bytes.flip().get(cut);
        return cut;
    }
}
