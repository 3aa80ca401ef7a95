package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.validation.SpecReader;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the user's file. */
final class ResourceFile {
    private ResourceFile() {}

    static ModelReassembly read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(file.toString(), "is a folder; a ModelReassembly file is needed");
        }
        try {
            if (Files.size(file) > SpecReader.MAX_BYTES) {
                throw new InvalidInputException(file.toString(), "has " + Files.size(file) + " bytes, allowed are at most " + SpecReader.MAX_BYTES);
            }
            return new SpecReader().read(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(file.toString(), "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new InvalidInputException(file.toString(), "may not be read by this user", e);
        }
    }
}
