package dev.reassembly.pipeline;

import dev.reassembly.failure.StepFailedException;
import dev.reassembly.finetune.CheckpointStore;
import dev.reassembly.store.Checkpoint;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where one rung's training starts from and what it leaves: its own unfinished work, else what the rung before handed on. What it hands on is a
 * local file, which becomes an output of the step.
 */
final class RungCheckpoint implements CheckpointStore, AutoCloseable {
    private final Checkpoint slot;
    private final StepResult before;
    private final String name;
    private final Path folder;
    private final Path unfinished;
    private final Path end;

    /** @param before the same candidate's rung before, whose output {@code name} is a checkpoint; or null */
    RungCheckpoint(Checkpoint slot, StepResult before, String name, Path scratch) throws IOException {
        this.slot = slot;
        this.before = before;
        this.name = name;
        this.folder = Files.createTempDirectory(scratch, "rung");
        this.unfinished = folder.resolve("unfinished");
        this.end = folder.resolve("end");
    }

    @Override
    public Optional<InputStream> read() throws IOException {
        Optional<Path> own = slot.readFile();
        if (own.isPresent()) {
            Files.move(own.get(), unfinished, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(Files.newInputStream(unfinished));
        }
        return before == null ? Optional.empty() : Optional.of(before.open(name));
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void write(Path file) throws IOException {
        slot.write(file);
    }

    @Override
    public void handOn(Path file) throws IOException {
        Files.move(file, end, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file that was handed on, there until this is closed. */
    Path end() {
        if (!Files.exists(end)) {
            throw new StepFailedException("the training left no checkpoint", null);
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(end);
        Files.delete(folder);
    }
}
