package dev.reassembly.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that another program waits for: whole or not at all. */
final class WholeFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WholeFiles() {}

    /** @param option that named the file, for errors */
    static void writeJson(String option, Path file, Object value) throws IOException {
        write(option, file, JSON.writeValueAsBytes(value));
    }

    static void write(String option, Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Path unfinished = target.resolveSibling("." + target.getFileName() + ".unfinished");
        try {
            Files.createDirectories(target.getParent());
            try {
                Files.write(unfinished, content);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (FileSystemException e) {
            throw new InvalidInputException(option, "nothing can be written to " + target + (e.getReason() == null ? "" : ": " + e.getReason()), e);
        }
    }
}
