package dev.reassembly.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a step left behind. An output is checked against the manifest's digest before it is handed out; one that is corrupt
 * or gone is computed again if the result came from {@link StepCache#resolve}. Thread safe.
 */
public final class StepResult {
    private final StepFolder folder;
    private final Path scratch;
    private final boolean hit;
    private final Recomputation recomputation;
    private final Map<String, Path> checked = new HashMap<>();
    private StepManifest manifest;

    interface Recomputation {
        StepManifest because(CorruptResultException reason) throws IOException;
    }

    StepResult(StepFolder folder, Path scratch, StepManifest manifest, boolean hit, Recomputation recomputation) {
        this.folder = folder;
        this.scratch = scratch;
        this.manifest = manifest;
        this.hit = hit;
        this.recomputation = recomputation;
    }

    public StepKey key() {
        return manifest().key();
    }

    /** The key's hash, by which {@link StepCache#load} finds the result again. */
    public String hash() {
        return folder.hash();
    }

    public synchronized StepManifest manifest() {
        return manifest;
    }

    /** Whether the result was there before. */
    public boolean hit() {
        return hit;
    }

    /** What the steps that follow take as their input's digest; equal outputs give equal digests. */
    public String digest() {
        return manifest().digest();
    }

    /** Address of an output, for reports and other steps. */
    public String uri(String name) {
        return folder.store().uri(folder.output(manifest().attempt(), name));
    }

    /** A stream over a checked output. */
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(localFile(name));
    }

    /** Reads a JSON output. */
    public <T> T readJson(String name, Class<T> type) throws IOException {
        try (InputStream in = open(name)) {
            return StepFolder.WRITER.readValue(in, type);
        }
    }

    /** A checked output as a file, not to be changed: in place when the store is a folder, else a copy in the scratch folder. */
    public synchronized Path localFile(String name) throws IOException {
        Path known = checked.get(name);
        if (known != null && Files.exists(known)) {
            return known;
        }
        Path file;
        try {
            file = check(output(name));
        } catch (CorruptResultException e) {
            if (recomputation == null) {
                throw e;
            }
            manifest = recomputation.because(e);
            checked.clear();
            file = check(output(name));
        }
        checked.put(name, file);
        return file;
    }

    private StepManifest.Output output(String name) {
        return manifest.output(name).orElseThrow(() -> new IllegalArgumentException(
                "the step " + manifest.key().title() + " has no output " + name + ", only "
                        + manifest.outputs().stream().map(StepManifest.Output::name).toList()));
    }

    private Path check(StepManifest.Output output) throws IOException {
        try {
            if (folder.store() instanceof FileStore files) {
                Path file = files.path(folder.output(manifest.attempt(), output.name()));
                compare(output, Files.size(file), Digests.sha256(file));
                return file;
            }
            Path copy = scratch.resolve("steps").resolve(folder.step()).resolve(folder.hash()).resolve(output.name());
            if (!Files.exists(copy) || !Digests.sha256(copy).equals(output.sha256())) {
                Download.toFile(() -> folder.store().open(folder.output(manifest.attempt(), output.name())), copy,
                        (bytes, sha256) -> compare(output, bytes, sha256));
            }
            return copy;
        } catch (NoSuchFileException e) {
            throw new CorruptResultException("the output " + output.name() + " is gone");
        }
    }

    private static void compare(StepManifest.Output output, long bytes, String sha256) throws CorruptResultException {
        if (bytes != output.bytes()) {
            throw new CorruptResultException("the output " + output.name() + " has " + bytes + " bytes, not " + output.bytes());
        }
        if (!sha256.equals(output.sha256())) {
            throw new CorruptResultException("the output " + output.name() + " has the SHA-256 " + sha256 + ", not "
                    + output.sha256());
        }
    }
}
