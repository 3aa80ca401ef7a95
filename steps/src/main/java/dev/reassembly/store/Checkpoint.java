package dev.reassembly.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Unfinished work of one step, found again by a later attempt with the same key. A write replaces the checkpoint as a whole
 * or not at all, so a killed process leaves the one before.
 */
public final class Checkpoint {
    private final ObjectStore store;
    private final String key;
    private final Path scratch;

    Checkpoint(ObjectStore store, String key, Path scratch) {
        this.store = store;
        this.key = key;
        this.scratch = scratch;
    }

    public void write(byte[] content) throws IOException {
        store.put(key, content);
    }

    public void write(Path file) throws IOException {
        store.put(key, file);
    }

    /** The whole content in memory, or empty when there is none. */
    public Optional<byte[]> read() throws IOException {
        try (InputStream in = store.open(key)) {
            return Optional.of(in.readAllBytes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A copy in a new file of the scratch folder, which the caller deletes; or empty when there is none. */
    public Optional<Path> readFile() throws IOException {
        try (InputStream in = store.open(key)) {
            Path copy = Files.createTempFile(Files.createDirectories(scratch), "checkpoint-", "");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(copy);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public void delete() throws IOException {
        store.delete(key);
    }
}
