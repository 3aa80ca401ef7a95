package dev.reassembly.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Where a step's body writes. An output written twice counts with its last content. Thread safe. */
public final class StepOutput {
    private final StepFolder folder;
    private final String attempt;
    private final Path scratch;
    private final ConcurrentSkipListMap<String, StepManifest.Output> written = new ConcurrentSkipListMap<>();
    private volatile boolean keepCheckpoints;

    /** @param attempt the sub-folder for the outputs */
    StepOutput(StepFolder folder, String attempt, Path scratch) {
        this.folder = folder;
        this.attempt = attempt;
        this.scratch = scratch;
    }

    /** @param name the output's name, which may have sub-folders */
    public void write(String name, byte[] content) throws IOException {
        folder.store().put(checked(name), content);
        written.put(name, new StepManifest.Output(name, content.length, Digests.sha256(content)));
    }

    /** Uploads the file, which must not change meanwhile; it stays where it is. */
    public void write(String name, Path file) throws IOException {
        String key = checked(name);
        StepManifest.Output output = new StepManifest.Output(name, Files.size(file), Digests.sha256(file));
        folder.store().put(key, file);
        written.put(name, output);
    }

    /** Writes anything Jackson can write, indented; equal values give equal bytes. */
    public void writeJson(String name, Object value) throws IOException {
        write(name, StepFolder.WRITER.writeValueAsBytes(value));
    }

    /** A place for unfinished work that a later attempt of the same step finds again. */
    public Checkpoint checkpoint(String name) {
        Keys.checkInside("checkpoint", name);
        return new Checkpoint(folder.store(), folder.key(StepFolder.CHECKPOINTS + name), scratch);
    }

    /** Keeps the checkpoints after success; without this call they are deleted then. */
    public void keepCheckpoints() {
        keepCheckpoints = true;
    }

    boolean keepsCheckpoints() {
        return keepCheckpoints;
    }

    List<StepManifest.Output> outputs() {
        return List.copyOf(new TreeMap<>(written).values());
    }

    private String checked(String name) {
        Keys.checkInside("output", name);
        if (name.equals(StepFolder.MANIFEST) || name.startsWith(StepFolder.CHECKPOINTS)) {
            throw new IllegalArgumentException("the name " + name + " is taken");
        }
        return folder.output(attempt, name);
    }
}
