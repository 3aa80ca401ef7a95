package dev.reassembly.pipeline;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.data.DataSource;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Datasets;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.StepBody;
import dev.reassembly.store.StepCache;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepOutput;
import dev.reassembly.store.StepResult;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all steps of one run share. Steps ask each other for results; a result is resolved once a run. */
final class RunContext {
    private final Map<String, StepResult> resolved = new HashMap<>();
    private final StepClock clock;
    private final long seed;
    final String name;
    final ModelReassemblySpec spec;
    final Storage storage;
    final DataSource source;
    final Device device;
    /**
     * The kind of device in keys. The pods of a workflow agree on one, though not each of them has such a device: else they would not know each other's
     * results.
     */
    final String deviceKind;
    final Progress progress;
    final Path scratch;
    final List<ZooMember> zoo;
    final Dataset dataset;
    private final StepCache cache;
    private final boolean fresh;

    RunContext(String name, ModelReassemblySpec spec, Storage storage, StepCache cache, Device device, String deviceKind, Progress progress,
            Path scratch, boolean fresh, List<ZooMember> zoo, Dataset dataset) {
        this(name, spec, spec.seed(), storage, cache, device, deviceKind, progress, scratch, fresh, zoo, dataset, new StepClock());
    }

    private RunContext(String name, ModelReassemblySpec spec, long seed, Storage storage, StepCache cache, Device device, String deviceKind,
            Progress progress, Path scratch, boolean fresh, List<ZooMember> zoo, Dataset dataset, StepClock clock) {
        this.name = name;
        this.seed = seed;
        this.clock = clock;
        this.spec = spec;
        this.storage = storage;
        this.source = DataSource.of(storage);
        this.cache = cache;
        this.device = device;
        this.deviceKind = deviceKind;
        this.progress = progress;
        this.scratch = scratch;
        this.fresh = fresh;
        this.zoo = List.copyOf(zoo);
        this.dataset = dataset;
    }

    StepClock clock() {
        return clock;
    }

    long seed() {
        return seed;
    }

    /** The same run as another seed would make it; on the same clock. */
    RunContext withSeed(long other) throws IOException {
        return other == seed ? this : new RunContext(name, spec, other, storage, cache, device, deviceKind, progress, scratch, fresh, zoo,
                Datasets.open(spec.task().dataset(), other, source), clock);
    }

    /** All models, each known to be there with the right digest: a mistake in one is told before work on another begins. */
    List<ZooMember> readableZoo() throws IOException {
        for (ZooMember member : zoo) {
            member.contentDigest();
        }
        return zoo;
    }

    ZooMember member(String model) {
        return zoo.stream().filter(m -> m.name().equals(model)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model " + model));
    }

    /** The stored result of a step, or a computed one. */
    StepResult resolve(StepKey key, StepBody body) throws IOException {
        String id = key.step() + " " + key.hash();
        StepResult known = resolved.get(id);
        if (known == null) {
            known = clock.time(key.step(), () -> cache.resolve(key, fresh, body));
            resolved.put(id, known);
        }
        return known;
    }

    /** What puts a result into a file. */
    interface FileBody {
        void write(Path file) throws IOException;
    }

    /** Makes an output in a file of the scratch folder, since it may be too large for memory. */
    void write(StepOutput out, String name, FileBody body) throws IOException {
        Path file = Files.createTempFile(scratch, "output", null);
        try {
            body.write(file);
            out.write(name, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** A step's result as it is stored, if it is. */
    Optional<StepResult> find(StepKey key) throws IOException {
        return cache.find(key);
    }

    /** Computes a step and puts its result in the place of a stored one. */
    void replace(StepKey key, StepBody body) throws IOException {
        cache.resolve(key, true, body);
    }

    /** Whether a step's result is stored, without computing it. */
    boolean isStored(StepKey key) throws IOException {
        return !fresh && cache.find(key).isPresent();
    }
}
