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
 * Where one rung's training starts from and what it leaves: its own unfinished work, else what the rung before handed on. The
 * latest checkpoint is kept here as well, since another process with the same work may end first and clear the stored one.
 */
final class RungCheckpoint implements CheckpointStore, AutoCloseable {
    private final Checkpoint slot;
    private final StepResult before;
    private final String name;
    private final Path folder;
    private final Path latest;

    /** @param before the same candidate's rung before, whose output {@code name} is a checkpoint; or null */
    RungCheckpoint(Checkpoint slot, StepResult before, String name, Path scratch) throws IOException {
        this.slot = slot;
        this.before = before;
        this.name = name;
        this.folder = Files.createTempDirectory(scratch, "rung");
        this.latest = folder.resolve(name);
    }

    @Override
    public Optional<InputStream> read() throws IOException {
        Optional<Path> own = slot.readFile();
        if (own.isPresent()) {
            Files.move(own.get(), latest, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(Files.newInputStream(latest));
        }
        return before == null ? Optional.empty() : Optional.of(before.open(name));
    }

    @Override
    public void write(Path file) throws IOException {
        slot.write(file);
        Files.copy(file, latest, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file of the latest checkpoint, there until this is closed. */
    Path latest() {
        if (!Files.exists(latest)) {
            throw new StepFailedException("the training left no checkpoint", null);
        }
        return latest;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(latest);
        Files.delete(folder);
    }
}
