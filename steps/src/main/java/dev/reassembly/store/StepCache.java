package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Results of steps by the hash of everything they depend on, in {@code <prefix>/steps/<step>/<hash>/}. The manifest is
 * written last, so a step is done exactly when its manifest is there: caching, resuming, retries after a killed process and
 * a zoo that grows are all this one rule.
 *
 * <p>Two processes may compute the same key at once. Each attempt writes into a sub-folder of its own, the first manifest
 * counts, and who comes later takes over its result: what steps downstream have built on never changes under them.
 */
public final class StepCache {
    private final ObjectStore store;
    private final String prefix;
    private final Path scratch;
    private final Progress progress;
    private final LatestRuns latest;

    /**
     * @param prefix of all keys, may be empty; for a folder given as an address, {@link Location#key()}
     * @param scratch folder for local copies of outputs and checkpoints that lie in a bucket
     * @param progress is told of hits and misses, with the reason
     */
    public StepCache(ObjectStore store, String prefix, Path scratch, Progress progress) {
        this.store = store;
        this.prefix = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        this.scratch = scratch;
        this.progress = progress;
        this.latest = new LatestRuns(store, this.prefix);
    }

    /**
     * The result under this key; computed if it is not there, is not whole, or {@code bypass} says so.
     *
     * @throws StepFailedException around a checked exception of the body's other than {@link IOException}
     */
    public StepResult resolve(StepKey key, boolean bypass, StepBody body) throws IOException {
        StepFolder folder = folder(key.step(), key.hash());
        Optional<StepManifest> stored = bypass ? Optional.empty() : stored(key, folder);
        StepResult.Recomputation again = reason -> {
            say(key, "stored result " + key.shortHash() + " is corrupt, " + reason.getMessage() + "; computing again");
            folder.deleteManifest();
            return compute(key, folder, body);
        };
        if (stored.isPresent()) {
            StepManifest manifest = stored.get();
            say(key, String.format(Locale.ROOT, "hit, %s was stored at %s and had taken %.1f s", key.shortHash(),
                    manifest.created(), manifest.seconds()));
            return new StepResult(folder, scratch, manifest, true, again);
        }
        if (bypass) {
            say(key, "computing again as asked, whatever is stored under " + key.shortHash());
            folder.deleteManifest();
            folder.deleteCheckpoints();
        }
        return new StepResult(folder, scratch, compute(key, folder, body), false, again);
    }

    /** The result under this key if the step is done. */
    public Optional<StepResult> find(StepKey key) throws IOException {
        StepFolder folder = folder(key.step(), key.hash());
        return folder.manifest().map(manifest -> new StepResult(folder, scratch, manifest, true, null));
    }

    /** The result that another process computed, by its hash; for a step that is told where its inputs lie. */
    public StepResult load(String step, String hash) throws IOException {
        StepFolder folder = folder(step, hash);
        StepManifest manifest = folder.manifest().orElseThrow(() -> new InvalidInputException(
                folder.uri(StepFolder.MANIFEST), "there is no finished result of the step " + step));
        return new StepResult(folder, scratch, manifest, true, null);
    }

    private Optional<StepManifest> stored(StepKey key, StepFolder folder) throws IOException {
        Map<String, Long> contents = folder.contents();
        try {
            if (!contents.containsKey(StepFolder.MANIFEST)) {
                say(key, missReason(key, contents));
                return Optional.empty();
            }
            StepManifest manifest = folder.manifest().orElseThrow(() -> new CorruptResultException("the manifest is gone"));
            for (StepManifest.Output output : manifest.outputs()) {
                Long bytes = contents.get(manifest.attempt() == null ? output.name() : manifest.attempt() + "/" + output.name());
                if (bytes == null || bytes != output.bytes()) {
                    throw new CorruptResultException("the output " + output.name()
                            + (bytes == null ? " is gone" : " has " + bytes + " bytes, not " + output.bytes()));
                }
            }
            return Optional.of(manifest);
        } catch (CorruptResultException e) {
            say(key, "miss, " + key.shortHash() + " is corrupt, " + e.getMessage() + "; computing again");
            folder.deleteManifest();
            return Optional.empty();
        }
    }

    private String missReason(StepKey key, Map<String, Long> contents) throws IOException {
        StringBuilder reason = new StringBuilder("miss, nothing stored under ").append(key.shortHash());
        long checkpoints = contents.keySet().stream().filter(name -> name.startsWith(StepFolder.CHECKPOINTS)).count();
        if (!contents.isEmpty()) {
            reason.append(" but what an unfinished run left").append(checkpoints == 0 ? ""
                    : checkpoints == 1 ? ", with a checkpoint" : ", with " + checkpoints + " checkpoints");
        }
        latest.before(key).ifPresentOrElse(
                manifest -> reason.append("; nearest earlier run differs in ").append(Differences.between(key, manifest.key())),
                () -> reason.append(contents.isEmpty() ? "; no earlier run to compare with" : ""));
        return reason.toString();
    }

    private StepManifest compute(StepKey key, StepFolder folder, StepBody body) throws IOException {
        String attempt = UUID.randomUUID().toString();
        StepOutput output = new StepOutput(folder, attempt, scratch);
        long start = System.nanoTime();
        run(key, body, output);
        StepManifest manifest = new StepManifest(key.step(), key.version(), key.subject(), key.parameters(), key.inputs(),
                List.copyOf(output.outputs()), (System.nanoTime() - start) / 1e9,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), attempt);
        Optional<StepManifest> earlier = folder.putManifest(manifest) ? Optional.empty() : folder.manifest();
        if (earlier.isPresent() && !attempt.equals(earlier.get().attempt())) {
            say(key, "another process was first, its result counts");
            folder.delete(name -> name.startsWith(attempt + "/"));
            return earlier.get();
        }
        latest.remember(key);
        // What killed attempts left; one that is still under way will find this manifest and needs its outputs no more.
        folder.delete(name -> !name.equals(StepFolder.MANIFEST) && !name.startsWith(attempt + "/")
                && !(output.keepsCheckpoints() && name.startsWith(StepFolder.CHECKPOINTS)));
        return manifest;
    }

    private static void run(StepKey key, StepBody body, StepOutput output) throws IOException {
        try {
            body.write(output);
        } catch (RuntimeException | IOException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException(key.title() + " was interrupted", e);
        } catch (Exception e) {
            throw new StepFailedException(key.title() + " failed: " + e.getMessage(), e);
        }
    }

    private void say(StepKey key, String what) {
        progress.message(key.title() + ": " + what);
    }

    private StepFolder folder(String step, String hash) {
        return new StepFolder(store, prefix, step, hash);
    }
}
