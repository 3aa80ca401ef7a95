package dev.reassembly.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The objects of one step's result: the manifest, outputs by attempt and checkpoints below {@code <prefix>/steps/<step>/<hash>/}. */
record StepFolder(ObjectStore store, String prefix, String step, String hash) {
    static final String MANIFEST = "manifest.json";
    static final String CHECKPOINTS = "checkpoints/";
    /** For people to read, and the same bytes for the same value. */
    static final JsonMapper WRITER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    String key(String name) {
        return Keys.join(prefix, "steps/" + step + "/" + hash + "/" + name);
    }

    /** Each attempt at a step has a place of its own, so that two processes never write one object. */
    String output(String attempt, String name) {
        return key(attempt == null ? name : attempt + "/" + name);
    }

    String uri(String name) {
        return store.uri(key(name));
    }

    Optional<StepManifest> manifest() throws IOException {
        try (InputStream in = store.open(key(MANIFEST))) {
            return Optional.of(CanonicalJson.MAPPER.readValue(in, StepManifest.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new CorruptResultException(uri(MANIFEST) + " is no manifest of a step");
        }
    }

    /** Sizes by name of everything that lies in the folder. */
    Map<String, Long> contents() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        String start = key("");
        for (ObjectInfo object : store.list(start)) {
            sizes.put(object.key().substring(start.length()), object.bytes());
        }
        return sizes;
    }

    void deleteCheckpoints() throws IOException {
        delete(name -> name.startsWith(CHECKPOINTS));
    }

    void deleteManifest() throws IOException {
        store.delete(key(MANIFEST));
    }

    void delete(Predicate<String> names) throws IOException {
        for (String name : contents().keySet()) {
            if (names.test(name)) {
                store.delete(key(name));
            }
        }
    }

    /** @return whether this is the step's manifest now; not when another process has ended the step before */
    boolean putManifest(StepManifest manifest) throws IOException {
        return store.putIfAbsent(key(MANIFEST), WRITER.writeValueAsBytes(manifest));
    }
}
